import Foundation
public import PlumbModel

/// A folder with suites: the nearest one, upwards, that holds `plumb.yaml` or `Suites/`.
public struct Project: Sendable, Hashable {
    /// The absolute path of the folder.
    public let root: String

    /// The project in a folder, whether or not there is anything in it yet.
    public init(root: String) { self.root = SourceFiles.absolute(root, in: FileManager.default.currentDirectoryPath) }

    /// Finds the project that a folder belongs to; throws when there is none up to the file system's root.
    public static func locate(from directory: String) throws(DiagnosticsError) -> Project {
        let start = SourceFiles.absolute(directory, in: FileManager.default.currentDirectoryPath)
        var current = start
        while true {
            let base = current == "/" ? "" : current
            if isFile(base + "/plumb.yaml") || isDirectory(base + "/Suites") { return Project(root: current) }
            guard current != "/" else { break }
            current = SourceFiles.directory(of: current)
        }
        throw DiagnosticsError([
            Diagnostic(
                "no-project", .error, "there is no project here: no 'plumb.yaml' and no folder 'Suites' in '\(start)' or above it",
                help: "type 'plumb init' to make one")
        ])
    }

    /// The names of all suites: folders in `Suites/` that hold a `suite.yaml`, in order.
    public var suiteNames: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: suitesDirectory)) ?? []
        return names.filter { !$0.hasPrefix(".") && Self.isFile("\(suitesDirectory)/\($0)/suite.yaml") }.sorted()
    }

    /// The absolute path of the folder of suites.
    public var suitesDirectory: String { path("Suites") }
    /// The absolute path of the folder of accepted results.
    public var baselinesDirectory: String { path("Baselines") }
    /// The absolute path of the folder for what runs leave behind; not for version control.
    public var storeDirectory: String { path(".plumb") }
    /// The absolute path of the project's settings, which need not exist.
    public var settingsFile: String { path("plumb.yaml") }

    /// A path as shown to people: relative to the root where it lies below it.
    public func shownPath(_ path: String) -> String { SourceFiles(root: root).shownName(of: path) }

    private func path(_ name: String) -> String { root == "/" ? "/" + name : "\(root)/\(name)" }

    static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }

    static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
