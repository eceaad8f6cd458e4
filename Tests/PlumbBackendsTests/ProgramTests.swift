import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Programs", .timeLimit(.minutes(2)))
struct ProgramTests {
    static let environment = ["PATH": "/usr/bin:/bin", "SECRET": "hush", "HOME": "/"]

    static func shell(_ script: String, input: String = "", timeout: Duration = .seconds(60)) async throws -> ProgramOutput {
        try await SubprocessProgramRunner(environment: environment).run(
            ["sh", "-c", script], input: input, directory: "/", timeout: timeout)
    }

    @Test("A program's input, outputs and exit status")
    func runs() async throws {
        let done = try await Self.shell("read line; echo \"got $line\"; echo bad >&2; exit 3", input: "hello\n")
        #expect(done == ProgramOutput(ending: .exited(3), output: "got hello\n", errorOutput: "bad\n"))
    }

    @Test("A program that a signal ends")
    func noticesSignals() async throws { #expect(try await Self.shell("kill -9 $$").ending == .signalled(9)) }

    @Test("A program need not read its input")
    func ignoresUnreadInput() async throws {
        let done = try await Self.shell("exec <&-; echo done", input: String(repeating: "x", count: 1 << 20))
        #expect(done.output == "done\n")
        #expect(done.ending == .exited(0))
    }

    @Test("Large inputs and outputs pass at the same time")
    func passesMuch() async throws {
        let text = String(repeating: "0123456789abcde\n", count: 1 << 15)
        #expect(try await Self.shell("cat", input: text).output == text)
    }

    @Test("Output is kept up to a limit")
    func capsOutput() async throws {
        let done = try await Self.shell("head -c 3000000 /dev/zero | tr '\\0' x; head -c 2000000 /dev/zero >&2; exit 1")
        #expect(done.output.utf8.count == 1 << 20)
        #expect(done.errorOutput.utf8.count == 1 << 20)
        #expect(done.ending == .exited(1))
    }

    @Test("A timeout ends the program with everything it started")
    func timesOut() async throws {
        let folder = try TemporaryFolder()
        let alive = Fifo(in: folder)
        // The grandchild ignores the polite signal and holds the pipe open as long as it lives.
        async let gone: Void = alive.holdersAreGone()
        let script = "(trap '' TERM; exec 3>\(alive.path); sleep 600 & wait; sleep 600) & echo before; wait"
        let done = try await Self.shell(script, timeout: .seconds(2))
        #expect(done.ending == .timedOut)
        #expect("before\n".hasPrefix(done.output))
        alive.nobodyComes()
        await gone
    }

    @Test("What a program leaves running ends with it")
    func leavesNothing() async throws {
        let folder = try TemporaryFolder()
        let alive = Fifo(in: folder)
        async let gone: Void = alive.holdersAreGone()
        let done = try await Self.shell("exec 3>\(alive.path); sleep 600 & exit 0")
        #expect(done.ending == .exited(0))
        alive.nobodyComes()
        await gone
    }

    @Test("Cancelling ends the program")
    func cancels() async throws {
        let folder = try TemporaryFolder()
        let alive = Fifo(in: folder)
        let begun = Gate()
        async let gone: Void = alive.holdersAreGone(begun: begun)
        let call = Task {
            try await failure { () async throws(BackendError) in
                try await SubprocessProgramRunner(environment: Self.environment).run(
                    ["sh", "-c", "exec 3>\(alive.path); sleep 600"], input: "", directory: "/", timeout: .seconds(600))
            }
        }
        await begun.passed()
        call.cancel()
        #expect(try await call.value.kind == .cancelled)
        await gone
    }

    @Test(
        "Programs that cannot be started say why",
        arguments: [
            (["no-such-program-here"], "/", "there is no program 'no-such-program-here'"),
            (["./missing"], "/", "there is no program './missing'"),
            (["sh"], "/no/such/directory", "'sh' cannot run in /no/such/directory, which is no directory"),
            ([], "/", "the command is empty"),
            (["/etc/passwd"], "/", "'/etc/passwd' may not be run"),
        ])
    func explains(_ arguments: [String], _ directory: String, _ text: String) async throws {
        let error = try await failure { () async throws(BackendError) in
            try await SubprocessProgramRunner(environment: Self.environment).run(
                arguments, input: "", directory: directory, timeout: .seconds(60))
        }
        #expect(error.kind == .unavailable)
        #expect(error.message == text)
    }

    @Test("A program with a slash is relative to its directory")
    func findsPrograms() async throws {
        let folder = try TemporaryFolder()
        try folder.write("tool.sh", "#!/bin/sh\npwd; echo \"$SECRET\"\n", executable: true)
        let done = try await SubprocessProgramRunner(environment: Self.environment).run(
            ["./tool.sh"], input: "", directory: folder.path, timeout: .seconds(60))
        #expect(done.output.hasSuffix("\nhush\n"))
    }

    @Test("Bytes become lines, wherever they are cut")
    func splitsLines() {
        var splitter = LineSplitter()
        var lines: [String] = []
        for piece in ["a", "b\nc\r", "\n\n", "rest"] {
            let more = Array(piece.utf8).withUnsafeBytes { splitter.add($0) }
            lines += more.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(lines == ["ab", "c", ""])
        #expect(splitter.pending == 4)
    }

    @Test("The last line that says something")
    func findsLastLine() {
        #expect("first\nlast \u{1B}[0m\n\n  \n".lastLine == "last [0m")
        #expect(" \n".lastLine == nil)
    }
}
