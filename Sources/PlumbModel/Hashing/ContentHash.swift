extension JSON {
    /// The address of this value's content: the first 16 hexadecimal digits of the SHA-256 of its canonical text.
    ///
    /// Equal values have equal addresses whatever the order of their members.
    public var contentHash: String { String(SHA256.hex(text(.canonical)).prefix(16)) }
}
