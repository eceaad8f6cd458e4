import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The engine and the model that the setup script installed.
struct LocalInstallation: Sendable, Hashable {
    /// The engine with its version: `xllamacpp==…`.
    var engine: String
    /// The absolute path of the model's file.
    var model: String
    /// The absolute path of the Python interpreter.
    var python: String
    /// The absolute path of the folder of packages, or nil when the interpreter finds them by itself.
    var packages: String?

    /// Where what is installed lies below the directory of tools.
    static func directory(inTools tools: String) -> String { "\(tools)/local-model" }

    /// The installation in a directory, or nil when there is none or its parts are gone.
    init?(directory: String) {
        guard let content = FileManager.default.contents(atPath: "\(directory)/installed.json"),
            let there = try? JSON.parse(utf8: Array(content)), let engine = there["engine"]?.string,
            let model = there["model"]?.string, let python = there["python"]?.string
        else { return nil }
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(directory)/\(path)" }
        self.engine = engine
        self.model = absolute(model)
        self.python = absolute(python)
        packages = there["packages"]?.string.flatMap { $0.isEmpty ? nil : absolute($0) }
        guard [self.model, self.python].allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else { return nil }
    }
}
