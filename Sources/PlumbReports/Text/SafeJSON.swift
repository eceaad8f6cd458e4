import PlumbModel

extension JSON {
    /// This value as JSON text in which invisible and format characters are escaped: nothing is lost, and a terminal is safe.
    func safeText(_ layout: JSONLayout) -> String {
        let text = text(layout)
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            // Outside of strings JSON text is ASCII, so that an escape is always inside one.
            guard !scalar.isASCII, VisibleText.isHazard(scalar) else {
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
}
