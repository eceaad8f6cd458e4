import Testing

/// Files and functions stay short enough to be read at one sitting.
@Suite struct SizeTests {
    @Test(arguments: SourceTree.targets) func filesHaveAtMost500Lines(target: String) throws {
        for file in try SourceTree.files(of: target) {
            #expect(file.lines.count <= 501, "\(file.path) has \(file.lines.count) lines: split it where a second idea begins")
        }
    }

    @Test(arguments: SourceTree.targets) func functionsHaveAtMost80Lines(target: String) throws {
        for file in try SourceTree.files(of: target) {
            for function in Self.functions(in: file.lines) {
                #expect(function.length <= 80, "\(file.path):\(function.line): \(function.length) lines: split the function")
            }
        }
    }

    /// Functions and initializers, found by their indentation, which the formatter guarantees.
    static func functions(in lines: [String]) -> [(line: Int, length: Int)] {
        var found: [(line: Int, length: Int)] = []
        var open: (line: Int, indentation: Int)?
        for (index, line) in lines.enumerated() {
            let indentation = line.prefix { $0 == " " }.count
            if let start = open, line.drop(while: { $0 == " " }) == "}", indentation == start.indentation {
                found.append((start.line + 1, index - start.line + 1))
                open = nil
            } else if open == nil, declaresFunction(line) {
                open = (index, indentation)
            }
        }
        return found
    }

    private static func declaresFunction(_ line: String) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        let modifiers: Set<String> = [
            "public", "private", "fileprivate", "internal", "package", "static", "mutating", "nonisolated", "override", "final",
            "consuming", "convenience",
        ]
        let first = words.first { !modifiers.contains($0) && !$0.hasPrefix("@") } ?? ""
        return first == "func" || first.hasPrefix("init(") || first.hasPrefix("init?(") || first.hasPrefix("init<")
    }

    @Test func findsFunctions() {
        let lines = ["struct S {", "    func a() {", "        b()", "    }", "    init(x: Int) {", "    }", "}"]
        #expect(Self.functions(in: lines).map(\.length) == [3, 2])
    }
}
