import ArgumentParser
import Foundation
import PlumbCLI
import Testing

/// The examples for CI services type commands that exist.
@Suite struct MachineExamplesTests {
    static let folder = OwnSuitesTests.root.appending(path: "examples/ci")

    @Test(arguments: ["github-matrix.yml", "gitlab-parallel.yml", "kubernetes-indexed-job.yaml"])
    func everyCommandIsUnderstood(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let commands = Self.commands(in: text)
        #expect(commands.contains { $0.first == "run" } && commands.contains { $0.first == "merge" })
        for command in commands {
            #expect(throws: Never.self, "plumb \(command.joined(separator: " "))") { try PlumbCommand.parseAsRoot(command) }
        }
    }

    /// What follows `plumb` on the lines that are no remarks, with the service's expressions filled in.
    static func commands(in text: String) -> [[String]] {
        text.split(separator: "\n").flatMap { line -> [[String]] in
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.hasPrefix("#") else { return [] }
            let filled = line.replacing(/\$\{\{ matrix\.shard \}\}/, with: "1").replacing(/\$\{\{ strategy\.job-total \}\}/, with: "4")
            return filled.matches(of: /(?:^|[\s;&])plumb ([^;&|]+)/).map { match in
                match.1.split(separator: " ").map { $0.trimmingCharacters(in: ["\""]) }
            }
        }
    }
}
