import Testing

/// Every public declaration says what it is.
@Suite struct DocumentationTests {
    @Test(arguments: SourceTree.targets) func everyPublicDeclarationIsDocumented(target: String) throws {
        for file in try SourceTree.files(of: target) {
            for line in Self.undocumented(in: file.lines) {
                Issue.record("\(file.path):\(line): a public declaration without a /// comment: \(file.lines[line - 1])")
            }
        }
    }

    /// The 1-based lines of public declarations without a documentation comment above them, and of undocumented cases of public enums.
    static func undocumented(in lines: [String]) -> [Int] {
        var found: [Int] = []
        var publicEnums: [Int] = []
        for (index, line) in lines.enumerated() {
            let indentation = line.prefix { $0 == " " }.count
            if line.drop(while: { $0 == " " }) == "}" { publicEnums.removeAll { $0 == indentation } }
            let text = line.drop { $0 == " " }
            let declares = Self.isPublicDeclaration(text)
            let isCase = text.hasPrefix("case ") && publicEnums.contains(indentation - 4)
            if declares, text.contains("enum "), text.hasSuffix("{") { publicEnums.append(indentation) }
            if declares || isCase, !Self.hasComment(above: index, in: lines) { found.append(index + 1) }
        }
        return found
    }

    private static func isPublicDeclaration(_ text: some StringProtocol) -> Bool {
        guard text.hasPrefix("public ") || text.contains(" public ") && text.hasPrefix("@") else { return false }
        return !text.hasPrefix("public import") && !text.hasPrefix("public extension")
    }

    private static func hasComment(above index: Int, in lines: [String]) -> Bool {
        var above = index - 1
        while above >= 0 {
            let text = lines[above].drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") || text.hasPrefix("#if") || text.hasPrefix(")") else { return false }
            above -= 1
        }
        return false
    }

    @Test func findsWhatIsUndocumented() {
        let lines = [
            "/// Known.", "public enum E {", "    /// One.", "    case one", "    case two", "}", "public func f() {}", "import A",
            "public import B",
        ]
        #expect(Self.undocumented(in: lines) == [5, 7])
    }
}
