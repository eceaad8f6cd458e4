/// Tells secrets from names, so that none reaches a message.
enum SecretText {
    private static let prefixes = [
        "sk-", "sk_", "pk-", "gsk_", "xai-", "AIza", "hf_", "ghp_", "github_pat_", "key-", "eyJ", "AKIA", "r8_",
    ]

    /// Whether the text can name an environment variable.
    static func isVariableName(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
    }

    /// Whether the text is probably a secret: a provider's prefix, or long and mixed like a random token.
    static func looksLikeSecret(_ text: String) -> Bool {
        if text.hasPrefix("Bearer ") || prefixes.contains(where: text.hasPrefix) { return true }
        if text.hasPrefix("$") { return false }
        let hasDigit = text.contains { ("0"..."9").contains($0) }
        let hasLower = text.contains { ("a"..."z").contains($0) }
        return text.count >= 24 && hasDigit && (hasLower || !text.contains("_"))
    }

    /// Whether a line holds a word with a provider's prefix and some length.
    static func isInLine(_ line: String) -> Bool {
        let words = line.split { $0.isWhitespace || "\"':,[]{}".contains($0) }
        return words.contains { word in word.count >= 16 && prefixes.contains { word.hasPrefix($0) } }
    }
}
