import PlumbModel

/// Takes secrets out of texts that came from elsewhere, since servers echo what they were sent.
struct Redactor: Sendable {
    private let secrets: [[UInt8]]

    /// Hides the given secrets; those shorter than four bytes are placeholders such as `x` and stay.
    init(secrets: [String]) {
        self.secrets = Set(secrets).map { Array($0.utf8) }.filter { $0.count >= 4 }.sorted { $0.count > $1.count }
    }

    /// The text with every secret replaced by `[key]`.
    ///
    /// Works on bytes: a combining mark behind a secret must not hide it.
    func clean(_ text: String) -> String {
        guard !secrets.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var cleaned: [UInt8] = []
        cleaned.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if let secret = secrets.first(where: { bytes[position...].starts(with: $0) }) {
                cleaned.append(contentsOf: "[key]".utf8)
                position += secret.count
            } else {
                cleaned.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: cleaned, as: UTF8.self)
    }

    /// A text from elsewhere made fit for an error: on one line, without secrets, at most `limit` scalars.
    ///
    /// Secrets go before the text is cut, so that no part of one is left at the end, and after control and invisible characters
    /// are gone, so that these cannot hide one. Only the first 64 kB are looked at.
    func excerpt(_ text: String, limit: Int = 300) -> String {
        clean(text.onOneLine(limit: 1 << 16)).onOneLine(limit: limit)
    }

    /// The error with every secret replaced by `[key]`.
    func clean(_ error: BackendError) -> BackendError {
        var error = error
        error.message = clean(error.message)
        error.help = error.help.map(clean)
        return error
    }
}

extension String {
    /// This text on one line: runs of white space become single blanks, other control and invisible characters go.
    ///
    /// `limit` is in Unicode scalars; a text that was cut ends with `…`.
    func onOneLine(limit: Int = 300) -> String {
        var line = Substring.UnicodeScalarView()
        var count = 0
        var blank = false
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace {
                blank = count > 0
                continue
            }
            if [.control, .format].contains(scalar.properties.generalCategory) { continue }
            if count >= limit { return String(Substring(line)) + "…" }
            if blank { line.append(" ") }
            blank = false
            line.append(scalar)
            count += 1
        }
        return String(Substring(line))
    }
}
