import PlumbModel

extension JSON {
    /// This value as JSON text that neither a terminal nor a build runner obeys; nothing is lost.
    ///
    /// Invisible and format characters are escaped, and so is the second `#` of `##`, which runners such as those of Azure and GitHub obey
    /// anywhere on a line. No line can begin with `::`, because a text stands in quotes.
    func safeText(_ layout: JSONLayout) -> String {
        let text = text(layout)
        guard Self.needsEscapes(text) else { return text }
        var safe = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            // Outside of strings JSON text is ASCII without `#`, so that an escape is always inside one.
            let isHazard = scalar.isASCII ? scalar == "#" && previous == "#" : VisibleText.isHazard(scalar)
            previous = scalar
            guard isHazard else {
                safe.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                safe.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
        return String(safe)
    }

    private static func needsEscapes(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte >= 0x80 || (byte == UInt8(ascii: "#") && previous == byte) { return true }
            previous = byte
        }
        return false
    }
}
