import Foundation
import Testing

/// Long pages are shown screen by screen where a person is looking, and only there.
///
/// The program runs in a pseudoterminal of 24 rows; a pager that writes what it is given to a file shows whether it was asked.
@Suite struct PagerTests {
    static let keeping = "cat > paged.txt"

    @Test func aLongPageGoesThroughThePager() throws {
        let sandbox = try Sandbox()
        let run = try Self.onTerminal(["explain"], ["PLUMB_PAGER": Self.keeping], in: sandbox)
        #expect(run.status == 0)
        #expect(!run.output.contains("json-path"))
        #expect(try sandbox.read("paged.txt").contains("json-path"))
    }

    @Test(arguments: [
        (["explain", "equals"], ["LINES": "200"]), (["explain", "--no-pager"], [:]), (["explain"], ["CI": "true"]),
        (["explain"], ["TERM": "dumb"]), (["explain"], ["PLUMB_PAGER": ""]), (["explain"], ["PLUMB_PAGER": "cat"]),
    ])
    func nothingElseDoes(arguments: [String], environment: [String: String]) throws {
        let sandbox = try Sandbox()
        let run = try Self.onTerminal(arguments, ["PLUMB_PAGER": Self.keeping].merging(environment) { $1 }, in: sandbox)
        #expect(run.status == 0)
        #expect(run.output.contains("equals"))
        #expect(!sandbox.exists("paged.txt"))
    }

    @Test func thePagersAreAskedInTheirOrder() throws {
        let sandbox = try Sandbox()
        _ = try Self.onTerminal(["explain"], ["PAGER": Self.keeping], in: sandbox)
        #expect(sandbox.exists("paged.txt"))
        _ = try Self.onTerminal(["explain"], ["PAGER": "cat > other.txt", "PLUMB_PAGER": Self.keeping], in: sandbox)
        #expect(!sandbox.exists("other.txt"))
    }

    @Test func aFileGetsThePageWhole() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.plumb("explain", environment: ["PLUMB_PAGER": Self.keeping, "LINES": "5"])
        #expect(run.output.contains("json-path"))
        #expect(!sandbox.exists("paged.txt"))
    }

    @Test func aReaderMayLeaveEarly() throws {
        let run = try Self.onTerminal(["explain"], ["PLUMB_PAGER": "exec true"], in: try Sandbox())
        #expect(run.status == 0)
    }

    @Test func aPagerThatIsMissingIsDoneWithout() throws {
        let run = try Self.onTerminal(["explain"], ["PLUMB_PAGER": "no-such-pager-anywhere"], in: try Sandbox())
        #expect(run.status == 0)
        #expect(run.output.contains("json-path"))
    }

    /// Runs the program as if a person had typed it.
    private static func onTerminal(
        _ arguments: [String], _ environment: [String: String], in sandbox: Sandbox
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", terminal, RunningProgram.program.path] + arguments
        process.currentDirectoryURL = sandbox.root
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key) }
        process.environment = inherited.merging(["TERM": "xterm", "LINES": "24", "LANG": "C.UTF-8"]) { $1 }.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    private static let terminal = """
        import os, pty, sys
        sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
        """
}
