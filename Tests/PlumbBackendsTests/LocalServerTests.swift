import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("Servers on this machine", .timeLimit(.minutes(3)))
struct LocalServerTests {
    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]

    /// A backend whose `llama-server` is a shell script.
    static func backend(_ folder: TemporaryFolder, script: String) throws -> any Backend {
        try folder.write("bin/llama-server", "#!/bin/sh\n\(script)\n", executable: true)
        try folder.write("mine.gguf", "GGUF")
        let factory = BackendFactory(
            environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "FOLDER": folder.path], projectRoot: folder.path,
            toolsDirectory: "tools", concurrency: 2)
        let configuration = BackendConfiguration(
            name: "local", kind: .local(.init(modelFile: "mine.gguf", contextTokens: 1000, slots: 3, threads: 1)))
        return try factory.make(configuration, suite: Samples.suite([]))
    }

    @Test("A server that does not start: its last words, and where the rest stands")
    func tellsLastWords() async throws {
        let folder = try TemporaryFolder()
        let backend = try Self.backend(folder, script: "echo \"args: $*\"; echo 'error: bad model' >&2; exit 7")
        let error = try await failure { () async throws(BackendError) in try await backend.start() }
        #expect(error.kind == .unavailable)
        #expect(error.message.hasPrefix("the local server exited with status 7 while starting: args: --model "))
        #expect(error.message.hasSuffix("/ error: bad model"))
        #expect(error.message.contains("--parallel 3 --ctx-size 3000 --threads 1"))
        let log = try #require(error.help?.split(separator: " ").last)
        #expect(try folder.read(String(log)).contains("bad model"))
        await backend.stop()
    }

    @Test("A port that somebody else was quicker to take is tried again, but not for ever")
    func triesOtherPorts() async throws {
        let folder = try TemporaryFolder()
        let backend = try Self.backend(folder, script: "echo x >>\"$FOLDER/starts\"; echo \"couldn't bind HTTP server socket\"; exit 1")
        let error = try await failure { () async throws(BackendError) in try await backend.start() }
        #expect(error.message == "the local server found no free port three times in a row")
        #expect(try folder.read("starts") == "x\nx\nx\n")
    }

    @Test("Cancelling a start ends the server")
    func cancelsStart() async throws {
        let folder = try TemporaryFolder()
        let alive = Fifo(in: folder)
        let begun = Gate()
        async let gone: Void = alive.holdersAreGone(begun: begun)
        let backend = try Self.backend(folder, script: "exec 5>\(alive.path); exec sleep 600")
        let start = Task { try await failure { () async throws(BackendError) in try await backend.start() } }
        await begun.passed()
        start.cancel()
        #expect(try await start.value.kind == .cancelled)
        await gone
        await backend.stop()
    }

    @Test("A watched process ends with its watcher, and its output goes to the log")
    func stops() async throws {
        let folder = try TemporaryFolder()
        let alive = Fifo(in: folder)
        let begun = Gate()
        async let gone: Void = alive.holdersAreGone(begun: begun)
        let call = ProgramCall(
            arguments: ["sh", "-c", "echo working; exec 5>\(alive.path); sleep 600 & wait"], environment: Self.environment,
            directory: folder.path)
        let process = try WatchedProcess(call, log: "\(folder.path)/log")
        await begun.passed()
        #expect(process.ending == nil)
        await process.stop()
        await gone
        #expect(process.ending != nil)
        #expect(try folder.read("log") == "working\n")
    }

    @Test("A watched process dies with Plumb, even when Plumb is killed")
    func diesWithPlumb() async throws {
        let folder = try TemporaryFolder()
        let alive = Fifo(in: folder)
        async let gone: Void = alive.holdersAreGone()
        // In the process that is killed nothing but the kernel can clean up.
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String, pipe = alive.path as String] in
            let call = ProgramCall(
                arguments: ["sh", "-c", "trap '' TERM HUP; exec 5>\(pipe); echo ready >\(path)/ready; sleep 600"],
                environment: ["PATH": "/usr/bin:/bin"], directory: path)
            let process = try WatchedProcess(call, log: "\(path)/log")
            while !FileManager.default.fileExists(atPath: "\(path)/ready"), process.ending == nil { sched_yield() }
            kill(getpid(), SIGKILL)
        }
        alive.nobodyComes()
        await gone
    }

    @Test("Only the newest logs are kept")
    func prunesLogs() throws {
        let folder = try TemporaryFolder()
        for port in 1...9 {
            let log = ServerLog(port: port, root: folder.path)
            try Data("log \(port)".utf8).write(to: URL(filePath: log.path))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/.plumb/logs")
        #expect(names.count == 5)
        #expect(ServerLog(port: 9, root: folder.path).lastLines == "log 9")
    }

    @Test("The setup script in the repository is the one that Plumb carries")
    func carriesScript() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let script = try Data(contentsOf: root.appending(path: "Scripts/setup-local-model"))
        #expect(String(decoding: script, as: UTF8.self) == SetupScript.text)
        #expect(SetupScript.text.contains("engine='\(LocalModelSetup.engine)'"))
        #expect(SetupScript.text.contains(LocalModelSetup.modelFile))
    }

    @Test("An installation is what its manifest says, as long as the parts are there")
    func readsInstallation() throws {
        let folder = try TemporaryFolder()
        #expect(LocalInstallation(directory: folder.path) == nil)
        try folder.write("installed.json", #"{"engine":"e==1","model":"m.gguf","python":"/bin/sh","packages":""}"#)
        #expect(LocalInstallation(directory: folder.path) == nil)
        try folder.write("m.gguf", "GGUF")
        let installed = try #require(LocalInstallation(directory: folder.path))
        #expect(installed.model == "\(folder.path)/m.gguf")
        #expect(installed.python == "/bin/sh")
        #expect(installed.packages == nil)
    }
}

@Suite(
    "The real model", .timeLimit(.minutes(10)), .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["PLUMB_TEST_LOCAL_MODEL"] == "1"))
struct RealModelTests {
    /// Where the model is installed; kept between runs.
    static var tools: String {
        ProcessInfo.processInfo.environment["PLUMB_TOOLS"] ?? FileManager.default.temporaryDirectory.appending(path: "plumb-tools").path
    }

    static func backend(_ folder: TemporaryFolder) -> LocalBackend {
        LocalBackend(
            .init(slots: 2), model: nil, timeout: .seconds(120), connections: 2, toolsDirectory: tools, root: folder.path,
            environment: ProcessInfo.processInfo.environment)
    }

    @Test("It is installed, starts, answers the same to the same, and ends")
    func answers() async throws {
        try await LocalModelSetup(toolsDirectory: Self.tools, environment: ProcessInfo.processInfo.environment).run()
        let folder = try TemporaryFolder()
        let backend = Self.backend(folder)
        try await backend.start()
        let request = Samples.request("What is the capital of France?", parameters: Parameters(temperature: 0.8, maxTokens: 12, seed: 7))
        async let first = backend.complete(request)
        async let second = backend.complete(request)
        let answers = try await [first, second]
        #expect(answers[0].text == answers[1].text)
        #expect(answers[0].servedModel == "smollm2-135m-instruct")
        #expect(answers[0].usage?.output ?? 0 > 0)
        await backend.stop()
    }

    @Test("It is started again when it died, and the call that noticed says so")
    func startsAgain() async throws {
        try await LocalModelSetup(toolsDirectory: Self.tools, environment: ProcessInfo.processInfo.environment).run()
        let folder = try TemporaryFolder()
        let backend = Self.backend(folder)
        let request = Samples.request(parameters: Parameters(maxTokens: 2))
        _ = try await backend.complete(request)
        let log = try #require(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/.plumb/logs").first)
        let port = log.dropFirst(6).dropLast(4)
        let killer = "kill -9 $(ps -eo pid=,args= | awk '/\"port\":\(port),/ && /xllamacpp/ && !/watchdog/ && !/awk/ { print $1 }')"
        let killed = try await SubprocessProgramRunner().run(["sh", "-c", killer], input: "", directory: "/", timeout: .seconds(30))
        #expect(killed.ending == .exited(0), "\(killed.errorOutput)")
        let error = try await failure { () async throws(BackendError) in try await backend.complete(request) }
        #expect(error.kind == .connection)
        #expect(error.message.hasPrefix("the local server exited with status 137 at work: "))
        _ = try await backend.complete(request)
        await backend.stop()
    }

    @Test("It does not outlive Plumb, even when Plumb is killed")
    func diesWithPlumb() async throws {
        try await LocalModelSetup(toolsDirectory: Self.tools, environment: ProcessInfo.processInfo.environment).run()
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let backend = LocalBackend(
                .init(), model: nil, timeout: .seconds(120), connections: 2, toolsDirectory: RealModelTests.tools, root: path,
                environment: ProcessInfo.processInfo.environment)
            try await backend.start()
            _ = try await backend.complete(Samples.request(parameters: Parameters(maxTokens: 2)))
            kill(getpid(), SIGKILL)
        }
        let log = try #require(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/.plumb/logs").first)
        let port = try #require(Int(log.dropFirst(6).dropLast(4)))
        let orphan = try EndpointBackend(
            .init(baseURL: "http://127.0.0.1:\(port)/v1"), name: "orphan", model: nil, timeout: .seconds(60), connections: 1,
            environment: [:])
        let error = try await failure { () async throws(BackendError) in try await orphan.complete(Samples.request()) }
        #expect(error.kind == .connection, "\(error.message)")
        await orphan.stop()
    }
}
