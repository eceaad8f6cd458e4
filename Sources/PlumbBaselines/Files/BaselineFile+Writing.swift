internal import PlumbModel

extension BaselineFile {
    /// The file's text: the same for the same content, byte for byte; one case, one occasion, one line of the prompt per line.
    public var text: String {
        var header = headerJSON
        header["checksum"] = .string(checksum)
        header["acceptance"] = acceptance?.json
        var lines = ["{", "  \"baseline\": {"]
        lines += Self.members(header).flatMap { Self.block($0.name, $0.value, isLast: $0.isLast) }
        lines += ["  },", "  \"cases\": {"]
        lines += Self.members(casesJSON).map { entry in
            "    \(JSON.string(entry.name).text()): \(entry.value.text(.canonical))\(entry.isLast ? "" : ",")"
        }
        lines += ["  }", "}", ""]
        return Self.visible(lines.joined(separator: "\n"))
    }

    private static func members(_ object: JSONObject) -> [(name: String, value: JSON, isLast: Bool)] {
        let names = object.names.sorted { $0.precedesInBytes($1) }
        return names.enumerated().map { place, name in (name, object[name] ?? .null, place == names.count - 1) }
    }

    /// A member of the header: objects with a line per member, lists of lines and occasions with a line per element.
    private static func block(_ name: String, _ value: JSON, isLast: Bool) -> [String] {
        let end = isLast ? "" : ","
        let start = "    \(JSON.string(name).text()): "
        switch value {
        case .object(let object) where !object.isEmpty:
            let inner = members(object).map { member in
                "      \(JSON.string(member.name).text()): \(member.value.text(.canonical))\(member.isLast ? "" : ",")"
            }
            return [start + "{"] + inner + ["    }" + end]
        case .array(let elements) where !elements.isEmpty:
            let inner = elements.enumerated().map { place, element in
                "      \(element.text(.canonical))\(place == elements.count - 1 ? "" : ",")"
            }
            return [start + "["] + inner + ["    ]" + end]
        default: return [start + value.text(.canonical) + end]
        }
    }

    /// The text with escapes for what would not be seen in a review: control characters, marks of direction, separators of lines.
    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isInvisible) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isInvisible(scalar) else {
                shown.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                shown.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
        return String(shown)
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x80 else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
        default: return false
        }
    }
}
