import Foundation
import PlumbModel
import Testing

@testable import PlumbChecks

/// Test cases in the form of the official JSON Schema Test Suite.
struct SchemaSuite {
    struct Failure: CustomStringConvertible {
        var file: String
        var group: String
        var test: String
        var found: String
        var description: String { "\(file): \(group): \(test): \(found)" }
    }

    /// The folder with `tests/draft2020-12` and `remotes`.
    let root: URL

    /// The copy of a part of the suite beside the tests.
    static func sample() throws -> SchemaSuite {
        let fixtures = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return SchemaSuite(root: fixtures.appending(path: "json-schema"))
    }

    /// The JSON files below a folder, by their path in it.
    static func files(in folder: URL) throws -> [String: JSON] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else { return [:] }
        var files: [String: JSON] = [:]
        for name in names where name.hasSuffix(".json") {
            files[name] = try JSON.parse(utf8: Array(Data(contentsOf: folder.appending(path: name))))
        }
        return files
    }

    /// How many tests there are in a folder, and which fail.
    func run(_ folder: String, where accepts: (String) -> Bool = { _ in true }) throws -> (count: Int, failures: [Failure]) {
        let remotes = try Self.files(in: root.appending(path: "remotes"))
        let resources = Dictionary(uniqueKeysWithValues: remotes.map { ("http://localhost:1234/\($0)", $1) })
        var count = 0
        var failures: [Failure] = []
        for (file, groups) in try Self.files(in: root.appending(path: folder)).sorted(by: { $0.key < $1.key }) where accepts(file) {
            for group in groups.array ?? [] {
                let schema = Result { try JSONSchema(group["schema"] ?? .null, resources: resources) }
                for test in group["tests"]?.array ?? [] {
                    count += 1
                    let expected = test["valid"]?.bool == true
                    let found = schema.map { $0.validate(test["data"] ?? .null) }
                    if case .success(.valid) = found, expected { continue }
                    if case .success(.invalid) = found, !expected { continue }
                    failures.append(
                        Failure(
                            file: file, group: group["description"]?.string ?? "", test: test["description"]?.string ?? "",
                            found: String("\(found)".prefix(300))))
                }
            }
        }
        return (count, failures)
    }
}
