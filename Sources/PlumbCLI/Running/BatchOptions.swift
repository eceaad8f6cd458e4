import ArgumentParser
import PlumbRunner

/// Whether a command asks in batches.
struct BatchOptions: ParsableArguments {
    @Flag(
        name: .long,
        help: "Ask in batches, which providers answer within a day at half the price; run again, it goes on with those it left.")
    var batch = false

    @Flag(
        name: .long, help: "With --batch: hand over and fetch what there is, but wait for nothing; the status is 3 while answers are out.")
    var noWait = false

    func validate() throws {
        if noWait, !batch { throw ValidationError("--no-wait goes with --batch") }
    }

    /// Checks these against other options.
    func validate(with options: RunOptions) throws {
        if batch, options.replay || options.record { throw ValidationError("--batch excludes --replay and --record") }
    }

    /// Whether answers are waited for; nil when nothing is asked in batches.
    var waiting: BatchWaiting? { batch ? (noWait ? .not : .forAnswers) : nil }
}
