import Foundation

/// A browser without a window, where there is one.
enum Browser {
    /// Names under which a browser of this family is installed.
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

    /// A page as the browser has it after its script ran.
    struct Outcome {
        /// The document as it is then.
        var document: String
        /// What the page wrote to the console.
        var console: [String]

        /// The words of an element, found by the beginning of its tag.
        func text(of tag: String, end: String) -> String {
            guard let start = document.firstRange(of: tag), let stop = document[start.upperBound...].firstRange(of: end) else { return "" }
            return String(document[start.upperBound..<stop.lowerBound]).replacing(/<[^>]*>/, with: "")
        }

        /// The start tags of a kind of element.
        func tags(_ name: String) -> [String] {
            document.components(separatedBy: "<\(name) ").dropFirst().map { $0.components(separatedBy: ">")[0] }
        }

        /// Whether a section is hidden.
        func isHidden(_ id: String) -> Bool {
            tags("section").contains { $0.contains("id=\"\(id)\"") && $0.contains("hidden=\"\"") }
        }
    }

    /// Opens a page at a fragment of its address.
    static func open(_ page: [UInt8], at fragment: String = "", flags: [String] = []) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "page.html")
        try Data(page).write(to: file)
        let (dump, log) = (folder.appending(path: "dump"), folder.appending(path: "log"))
        for output in [dump, log] { try Data().write(to: output) }
        let process = Process()
        process.executableURL = URL(filePath: path ?? "")
        process.arguments =
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(folder.path)/profile",
                "--no-first-run", "--window-size=1280,900", "--virtual-time-budget=10000", "--enable-logging=stderr", "--v=0",
            ] + flags + ["--dump-dom", "file://\(file.path)\(fragment.isEmpty ? "" : "#\(fragment)")"]
        process.standardOutput = try FileHandle(forWritingTo: dump)
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        process.waitUntilExit()
        let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n").map(String.init)
        return Outcome(
            document: String(decoding: try Data(contentsOf: dump), as: UTF8.self), console: lines.filter { $0.contains("CONSOLE") })
    }
}
