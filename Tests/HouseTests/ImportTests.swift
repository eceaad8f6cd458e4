import Testing

/// Who may import whom.
///
/// The package manager lets a sibling import compile unnoticed, so this test does not.
@Suite struct ImportTests {
    static let allowed: [String: Set<String>] = [
        "PlumbModel": [],
        "PlumbStatistics": [],
        "PlumbChecks": ["PlumbModel"],
        "PlumbSuites": ["PlumbModel", "PlumbChecks", "Yams"],
        "PlumbBackends": [
            "PlumbModel", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOSSL", "NIOPosix", "Subprocess", "System",
            "SystemPackage",
        ],
        "PlumbRunner": ["PlumbModel", "PlumbChecks"],
        "PlumbStore": ["PlumbModel", "GRDB"],
        "PlumbMetrics": ["PlumbModel", "PlumbStatistics"],
        "PlumbBaselines": ["PlumbModel", "PlumbStatistics", "PlumbMetrics"],
        "PlumbReports": ["PlumbModel", "PlumbStatistics", "PlumbMetrics", "PlumbBaselines", "PlumbRunner"],
        "PlumbHTML": ["PlumbModel", "PlumbStatistics", "PlumbMetrics", "PlumbBaselines", "PlumbReports"],
        "PlumbViewer": [
            "PlumbModel", "PlumbStore", "PlumbMetrics", "PlumbBaselines", "PlumbReports", "PlumbHTML", "FlyingFox", "FlyingSocks",
        ],
        "PlumbCLI": [
            "PlumbModel", "PlumbStatistics", "PlumbChecks", "PlumbSuites", "PlumbBackends", "PlumbRunner", "PlumbStore", "PlumbMetrics",
            "PlumbBaselines", "PlumbReports", "PlumbHTML", "PlumbViewer", "ArgumentParser", "UnixSignals",
        ],
        "plumb": ["PlumbCLI", "ArgumentParser"],
        "plumb-bench-gate": ["PlumbStatistics"],
        "plumb-bench": ["PlumbModel", "PlumbChecks", "PlumbRunner", "PlumbStore", "PlumbMetrics", "PlumbBackends"],
    ]
    /// Modules of the toolchain that any target may use.
    static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Darwin", "Musl", "Dispatch", "Synchronization",
    ]

    @Test(arguments: SourceTree.targets) func importsOnlyWhatItMay(target: String) throws {
        let allowed = try #require(Self.allowed[target], "\(target) is new: add it to ImportTests.allowed with what it may import")
        for file in try SourceTree.files(of: target) {
            for (number, line) in file.lines.enumerated() {
                guard let module = Self.importedModule(line) else { continue }
                #expect(
                    allowed.contains(module) || Self.system.contains(module),
                    "\(file.path):\(number + 1): \(target) must not import \(module); see CONTRIBUTING.md, “Who imports whom”")
            }
        }
    }

    /// The module that a line imports, whatever access level or kind the import names.
    static func importedModule(_ line: String) -> String? {
        // An indented line is text of another language in a string.
        guard !line.hasPrefix(" ") else { return nil }
        let words = line.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
            words[..<index].allSatisfy({ ["public", "package", "internal", "private", "fileprivate"].contains($0) || $0.hasPrefix("@") })
        else { return nil }
        let kinds = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
        let name = kinds.contains(words[index + 1]) && index + 2 < words.count ? words[index + 2] : words[index + 1]
        return name.split(separator: ".").first.map(String.init)
    }

    @Test func readsEveryFormOfImport() {
        #expect(Self.importedModule("public import PlumbModel") == "PlumbModel")
        #expect(Self.importedModule("@preconcurrency import Foundation") == "Foundation")
        #expect(Self.importedModule("import struct Foundation.Date") == "Foundation")
        #expect(Self.importedModule("let important = 1") == nil)
    }
}
