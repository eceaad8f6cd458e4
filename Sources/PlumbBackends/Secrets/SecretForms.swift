/// The forms in which servers and proxies repeat what they were sent.
enum SecretForms {
    /// The secret as it is and encoded, each without duplicates; encoded forms of short ones would hit ordinary text and are left out.
    static func all(_ secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        guard bytes.count >= 8 else { return [bytes] }
        let percent = [false, true].flatMap { upper in
            // Everything but letters and digits, or but the unreserved characters of RFC 3986, as encoders have it.
            ["", "-._~"].map { percentEncoded(bytes, upper: upper, plain: $0) }
        }
        let base = (0..<3).flatMap { shift in [false, true].map { base64(bytes, shift: shift, forURLs: $0) } }
        return [bytes, hex(bytes)] + inJSON(bytes) + percent + base
    }

    /// The secret inside a JSON text that was quoted as a text: some encoders escape slashes, and those made for web pages `&`, `<`, `>`.
    private static func inJSON(_ bytes: [UInt8]) -> [[UInt8]] {
        let slashes = bytes.flatMap { $0 == UInt8(ascii: "/") ? Array(#"\/"#.utf8) : [$0] }
        let markup = bytes.flatMap { "&<>".utf8.contains($0) ? Array(#"\u00"#.utf8) + hex([$0]) : [$0] }
        let entities = bytes.flatMap { $0 == UInt8(ascii: "&") ? Array("&amp;".utf8) : [$0] }
        return [slashes, markup, entities]
    }

    private static func hex(_ bytes: [UInt8], upper: Bool = false) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            let digits = String(byte, radix: 16, uppercase: upper)
            return Array((digits.count == 1 ? "0" + digits : digits).utf8)
        }
    }

    private static func percentEncoded(_ bytes: [UInt8], upper: Bool, plain: String) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            let isPlain = byte < 0x80 && (Unicode.Scalar(byte).properties.isAlphabetic || "0123456789\(plain)".utf8.contains(byte))
            return isPlain ? [byte] : [UInt8(ascii: "%")] + hex([byte], upper: upper)
        }
    }

    /// The characters of base64 that hold nothing but the secret when it stands `shift` bytes behind a multiple of three.
    private static func base64(_ bytes: [UInt8], shift: Int, forURLs: Bool) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(forURLs ? "-_" : "+/")".utf8)
        let padded = [UInt8](repeating: 0, count: shift) + bytes
        let first = (shift * 8 + 5) / 6
        let last = padded.count * 8 / 6
        return (first..<last).map { index in
            var value = 0
            for bit in (index * 6)..<(index * 6 + 6) { value = value << 1 | Int(padded[bit / 8] >> (7 - bit % 8) & 1) }
            return alphabet[value]
        }
    }
}
