extension Double {
    /// The number that a person wrote in decimal digits, such as `5`, `-0.25`, `+.5` or `1e-3`; nil for anything else.
    ///
    /// Unlike `Double(_:)` it knows no hexadecimal digits, no `nan` and no `inf`, and refuses numbers too large for a `Double`.
    public init?(decimal text: String) {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard allowed, let number = Double(text), number.isFinite else { return nil }
        self = number
    }
}
