import PlumbModel

/// How long a server asks to wait, in the several ways in which servers say it.
enum RetryHint {
    /// The wait that the headers or the error ask for, or nil when they ask for none.
    ///
    /// Looked at in this order: `retry-after-ms`, `retry-after` (seconds or a date), the error's `RetryInfo` (seconds with `s`),
    /// then the reset of whichever limit is used up. `now` is in seconds since 1970.
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

/// Dates as HTTP writes them (RFC 9110, section 5.6.7, the preferred form).
enum HTTPDate {
    /// Seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, or nil when it is none.
    static func seconds(_ text: String) -> Double? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2])), (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2]) else { return nil }
        return Double(daysSince1970(year: year, month: month + 1, day: day) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2])
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Days in the proleptic Gregorian calendar, counted in years that begin in March (Howard Hinnant's `days_from_civil`).
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
