public import ArgumentParser
import PlumbModel
public import PlumbRunner

/// Which part of a run this machine asks.
struct ShardOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Ask only this part of the cases: '2/4' is the second of four; 'auto' takes it from the CI service's environment.",
            valueName: "i/n"))
    var shard: ShardRequest?

    /// The part to ask, or nil for all; an error is shown before it is thrown as an exit status.
    func part(in workspace: Workspace) throws -> Shard? {
        guard let shard else { return nil }
        do throws(ShardError) { return try shard.shard(in: workspace.environment) } catch {
            workspace.showError(error.message, help: error.help)
            throw ExitStatus.invalidInput.code
        }
    }
}

extension ShardRequest: ExpressibleByArgument {
    /// A part as typed: `2/4`, `auto` or `auto/4`.
    public init?(argument: String) { self.init(argument) }
}
