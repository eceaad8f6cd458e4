import Foundation
import PlumbStore
import Testing

@testable import PlumbViewer

/// A browser without a window, where there is one.
enum Browser {
    private static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]

    /// `PLUMB_BROWSER`, or the first one on the path.
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["PLUMB_BROWSER"] { return named.isEmpty ? nil : named }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return names.lazy.flatMap { name in folders.lazy.map { "\($0)/\(name)" } }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    /// The document after its scripts ran, and what it wrote to the console.
    static func open(_ address: String) async throws -> (document: String, console: [String]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (dump, log) = (folder.appending(path: "dump"), folder.appending(path: "log"))
        for output in [dump, log] { try Data().write(to: output) }
        let process = Process()
        process.executableURL = URL(filePath: path ?? "")
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(folder.path)/profile",
            "--no-first-run", "--window-size=1280,900", "--virtual-time-budget=4000", "--enable-logging=stderr", "--v=0", "--dump-dom",
            address,
        ]
        process.standardOutput = try FileHandle(forWritingTo: dump)
        process.standardError = try FileHandle(forWritingTo: log)
        // The server answers on the threads that a wait would block.
        await withCheckedContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume() }
        }
        let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n").map(String.init)
        return (String(decoding: try Data(contentsOf: dump), as: UTF8.self), lines.filter { $0.contains("CONSOLE") })
    }
}

/// The viewer in a real browser.
@Suite(.serialized, .enabled(if: Browser.path != nil, "no browser is installed: install chromium, or name one in PLUMB_BROWSER"))
struct BrowserTests {
    @Test func drawsItsPagesWithoutAComplaint() async throws {
        let project = try Project()
        try await project.keep("20261120-120000-aaaa", startedAt: 1_795_180_000, isWorse: false)
        try await project.keep("20261121-134501-bbbb")
        try await ServerTests.serving(project.viewer) { port in
            for target in ["/", "/runs", "/suites/triage", "/compare"] {
                let page = try await Browser.open("http://127.0.0.1:\(port)\(target)")
                #expect(page.console.isEmpty, "\(page.console)")
                #expect(!page.document.contains("id=\"tools\" hidden"), "the script of \(target) did not run")
                #expect(page.document.contains("data-looked=") == (target != "/compare"))
            }
            for target in ["/suites/triage/newest", "/compare/triage/few-shot@baseline/few-shot@newest"] {
                let page = try await Browser.open("http://localhost:\(port)\(target)#filter=regressed")
                #expect(page.console.isEmpty, "\(page.console)")
                #expect(page.document.components(separatedBy: "<tr data-place=").count == 5)
            }
        }
    }

    @Test func showsARunAsItGoes() async throws {
        let project = try Project()
        let run = try await project.begin("20261121-134501-live")
        try await run.append(Array(project.trials("few-shot", isWorse: true).prefix(60)))
        try await ServerTests.serving(project.viewer) { port in
            let page = try await Browser.open("http://127.0.0.1:\(port)/runs/20261121-134501-live")
            #expect(page.console.isEmpty, "\(page.console)")
            #expect(page.document.contains("60 of 240 trials") && page.document.contains("gate under way"))
            #expect(page.document.contains("passed so far"))
        }
    }

    @Test func runsNothingThatAModelSays() async throws {
        let project = try Project(wrong: Project.hostile, cases: 15)
        try await project.keep("20261121-134501-aaaa")
        try await ServerTests.serving(project.viewer) { port in
            for place in [1, 7, 13] {
                let page = try await Browser.open("http://127.0.0.1:\(port)/runs/latest#case=case-\(place)&theme=%3Cscript%3E")
                let title = page.document.components(separatedBy: "<title>").dropFirst().first?.components(separatedBy: "</title>")[0]
                #expect(title?.hasSuffix("plumb") == true, "an answer ran as script")
                #expect(page.document.contains("answer-card outcome-fail"))
                #expect(page.console.isEmpty, "\(page.console)")
            }
        }
    }
}
