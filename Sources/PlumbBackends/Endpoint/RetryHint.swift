import PlumbModel

/// How long a server asks to wait, in the several ways in which servers say it.
enum RetryHint {
    /// The wait that the headers or the error ask for, or nil when they ask for none.
    ///
    /// Looked at in this order: `retry-after-ms`, `retry-after` (seconds or a date), the error's `RetryInfo` (seconds with `s`),
    /// then the reset of whichever limit is used up (`x-ratelimit-reset…`, `anthropic-ratelimit-…-reset`). `now` is in seconds since 1970.
    static func wait(header: (String) -> String?, error: JSON?, now: Double) -> Duration? {
        if let text = header("retry-after-ms"), let milliseconds = Double(text) { return duration(milliseconds / 1000) }
        if let text = header("retry-after") {
            if let seconds = Double(text) { return duration(seconds) }
            if let date = HTTPDate.seconds(text) { return duration(date - (header("date").flatMap(HTTPDate.seconds) ?? now)) }
        }
        for detail in error?["details"]?.array ?? [] {
            if let delay = detail["retryDelay"]?.string, let seconds = seconds(delay) { return duration(seconds) }
        }
        return reset(header: header, now: now)
    }

    private static func reset(header: (String) -> String?, now: Double) -> Duration? {
        var longest: Double?
        for limit in ["-requests", "-tokens", ""] {
            guard let text = header("x-ratelimit-reset\(limit)"), let wait = seconds(text, now: now) else { continue }
            if let remaining = header("x-ratelimit-remaining\(limit)"), remaining.prefix(while: { $0 != "." }) != "0" { continue }
            longest = max(longest ?? 0, wait)
        }
        for limit in ["requests", "tokens", "input-tokens", "output-tokens"] {
            guard header("anthropic-ratelimit-\(limit)-remaining") == "0",
                let moment = header("anthropic-ratelimit-\(limit)-reset").flatMap(HTTPDate.internetSeconds)
            else { continue }
            longest = max(longest ?? 0, moment - (header("date").flatMap(HTTPDate.seconds) ?? now))
        }
        return longest.flatMap(duration)
    }

    /// A wait in seconds: a plain number, a moment in seconds or milliseconds since 1970, or a Go duration such as `1m30.5s`.
    static func seconds(_ text: String, now: Double = 0) -> Double? {
        if let number = Double(text) {
            if number > 1e12 { return number / 1000 - now }
            return number > 1e9 ? number - now : number
        }
        var total = 0.0
        var digits = ""
        var unit = ""
        for character in text + "0" {
            if character.isNumber || character == "." {
                if !unit.isEmpty {
                    guard let value = Double(digits), let factor = units[unit] else { return nil }
                    total += value * factor
                    (digits, unit) = ("", "")
                }
                digits.append(character)
            } else {
                unit.append(character)
            }
        }
        return digits == "0" && unit.isEmpty ? total : nil
    }

    private static let units = ["ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600]

    /// Waits of zero or less say nothing; a year is the most that is believed.
    private static func duration(_ seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds > 0 else { return nil }
        return .milliseconds(Int((min(seconds, 31_536_000) * 1000).rounded(.up)))
    }
}
