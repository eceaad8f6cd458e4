import PlumbModel

/// Takes secrets out of texts that came from elsewhere, since servers echo what they were sent.
///
/// Hides each secret as it is, percent-encoded, in base64 (also as a part of something longer) and in hexadecimal, in whatever case:
/// hosts and codes of errors come in another one.
struct Redactor: Sendable {
    /// The forms of secrets by their first byte, longer ones first, so that other bytes are passed quickly.
    private let forms: [[[UInt8]]]
    private let hasSecrets: Bool

    /// Hides the given secrets; those shorter than four bytes are placeholders such as `x` and stay.
    init(secrets: [String]) {
        let all = Set(secrets.filter { $0.utf8.count >= 4 }.flatMap(SecretForms.all).map { $0.map(Self.folded) })
        var forms = [[[UInt8]]](repeating: [], count: 256)
        for form in all.sorted(by: { $0.count > $1.count }) { forms[Int(form[0])].append(form) }
        self.forms = forms
        hasSecrets = !all.isEmpty
    }

    /// The text with every secret replaced by `[key]`.
    ///
    /// Works on bytes: a combining mark behind a secret must not hide it.
    func clean(_ text: String) -> String {
        guard hasSecrets else { return text }
        var text = text
        return text.withUTF8 { cleaned($0) } ?? text
    }

    /// The text of some bytes without secrets, or nil when there are none.
    private func cleaned(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var cleaned: [UInt8] = []
        var kept = 0
        var position = 0
        while position < bytes.count {
            guard let form = forms[Int(Self.folded(bytes[position]))].first(where: { Self.begins($0, bytes, at: position) }) else {
                position += 1
                continue
            }
            cleaned.append(contentsOf: bytes[kept..<position])
            cleaned.append(contentsOf: "[key]".utf8)
            position += form.count
            kept = position
        }
        guard kept > 0 else { return nil }
        cleaned.append(contentsOf: bytes[kept...])
        return String(decoding: cleaned, as: UTF8.self)
    }

    /// A letter of ASCII in lower case, anything else as it is.
    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func begins(_ form: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
        guard form.count <= bytes.count - position else { return false }
        for index in form.indices where folded(bytes[position + index]) != form[index] { return false }
        return true
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

    /// The completion with every secret in any of its parts replaced by `[key]`.
    ///
    /// Log probabilities are left out when the answer held a secret: they would spell it out token by token.
    func clean(_ completion: Completion) -> Completion {
        guard hasSecrets else { return completion }
        var cleaned = completion.rewritten(by: clean)
        if let logprobs = completion.logprobs, spells(logprobs) { cleaned.logprobs = nil }
        return cleaned
    }

    /// Whether the tokens of log probabilities, or their bytes, put together hold a secret.
    private func spells(_ logprobs: JSON) -> Bool {
        for list in ["content", "refusal"] {
            let tokens = logprobs[list]?.array ?? []
            let text = tokens.compactMap { $0["token"]?.string }.joined()
            let spelled = String(decoding: tokens.flatMap { $0["bytes"]?.bytes ?? [] }, as: UTF8.self)
            if clean(text) != text || clean(spelled) != spelled { return true }
        }
        return false
    }
}

extension Completion {
    /// This completion with every text that came from elsewhere passed through a function.
    ///
    /// Log probabilities are left out when the answer's text changes, because they spell it out.
    func rewritten(by clean: (String) -> String) -> Completion {
        var completion = self
        completion.text = clean(text)
        if completion.text != text { completion.logprobs = nil }
        completion.refusal = refusal.map(clean)
        completion.servedModel = servedModel.map(clean)
        completion.fingerprint = fingerprint.map(clean)
        completion.responseID = responseID.map(clean)
        if case .other(let word) = finishReason { completion.finishReason = .other(clean(word)) }
        completion.logprobs = completion.logprobs?.rewritten(by: clean)
        completion.toolCalls = toolCalls?.rewritten(by: clean)
        return completion
    }
}

extension JSON {
    /// The bytes in a list of nothing but bytes, or nil.
    fileprivate var bytes: [UInt8]? {
        guard let elements = array, !elements.isEmpty else { return nil }
        let bytes = elements.compactMap { $0.integer.flatMap(UInt8.init(exactly:)) }
        return bytes.count == elements.count ? bytes : nil
    }

    /// This value with every text in it, names included, passed through a function.
    ///
    /// A list of bytes that spell a text which would change becomes `null`.
    func rewritten(by clean: (String) -> String) -> JSON {
        switch self {
        case .string(let text): .string(clean(text))
        case .array(let elements): Self.isChanged(bytes, by: clean) ? .null : .array(elements.map { $0.rewritten(by: clean) })
        case .object(let object): .object(JSONObject(members: object.map { (clean($0.name), $0.value.rewritten(by: clean)) }))
        default: self
        }
    }

    private static func isChanged(_ bytes: [UInt8]?, by clean: (String) -> String) -> Bool {
        guard let bytes else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return clean(text) != text
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
