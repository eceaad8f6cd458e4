import PlumbModel
import Subprocess
import Synchronization

/// A long-lived child process that ends when Plumb ends, however Plumb ends.
///
/// A shell stands between the two. One end of a pipe is held by Plumb alone; when Plumb is gone, even by `kill -9`, the shell's watcher
/// reads the end of the pipe and kills the whole process group.
final class WatchedProcess: Sendable {
    /// Starts the program `$2…` with its output in the file `$1`, and kills everything when standard input ends.
    private static let watchdog = #"""
        log=$1
        shift
        exec 3<&0
        "$@" </dev/null >"$log" 2>&1 3<&- &
        server=$!
        { read -r _ <&3; kill -s KILL -- "-$$"; } >/dev/null 2>&1 &
        watcher=$!
        exec 3<&-
        wait "$server"
        status=$?
        kill -s KILL "$watcher" 2>/dev/null
        exit "$status"
        """#

    private let task: Task<Void, Never>
    private let note: Note

    private final class Note: Sendable {
        let process = Atomic<Int32>(0)
        let ending = Mutex<Result<ProgramOutput.Ending, BackendError>?>(nil)
    }

    /// Starts a program whose output goes to a file, which is emptied first.
    init(_ call: ProgramCall, log: String) throws(BackendError) {
        var watched = call
        watched.arguments = ["sh", "-c", Self.watchdog, "plumb-watchdog", log] + call.arguments
        let configuration = try watched.configuration()
        let note = Note()
        self.note = note
        task = Task {
            do {
                let result = try await Subprocess.run(
                    configuration, input: .inputWriter, output: .sequence, error: .discarded
                ) { execution in
                    note.process.store(execution.processIdentifier.value, ordering: .relaxed)
                    // Ends when the shell does, or when this task is cancelled; then Plumb's end of the pipe is closed.
                    for try await _ in execution.standardOutput {}
                }
                let ending = ProgramOutput.Ending(result.terminationStatus)
                note.ending.withLock { $0 = .success(ending) }
            } catch {
                note.ending.withLock { $0 = .failure(call.explain(error)) }
            }
            ProgramCall.endGroup(of: note.process.load(ordering: .relaxed))
        }
    }

    deinit { task.cancel() }

    /// How the program ended, or nil while it runs.
    var ending: Result<ProgramOutput.Ending, BackendError>? { note.ending.withLock { $0 } }

    /// Ends the program with all that it started, and waits until they are gone.
    func stop() async {
        task.cancel()
        await task.value
    }
}
