/// Dates as HTTP (RFC 9110, section 5.6.7, the preferred form) and its headers write them.
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

    /// Seconds since 1970 of a date such as `2026-11-21T16:25:56Z` or `…56.5+01:00` (RFC 3339), or nil when it is none.
    static func internetSeconds(_ text: String) -> Double? {
        let parts = text.uppercased().split(separator: "T")
        guard parts.count == 2, let mark = parts[1].firstIndex(where: { "Z+-".contains($0) }) else { return nil }
        let day = parts[0].split(separator: "-").compactMap { Int($0) }
        let clock = parts[1][..<mark].split(separator: ":").compactMap { Double($0) }
        guard day.count == 3, clock.count == 3, (1...12).contains(day[1]), (1...31).contains(day[2]) else { return nil }
        let zone = parts[1][mark...].dropFirst().split(separator: ":").compactMap { Double($0) }
        let offset = zone.count == 2 ? (zone[0] * 60 + zone[1]) * (parts[1][mark] == "-" ? -60 : 60) : 0
        let days = daysSince1970(year: day[0], month: day[1], day: day[2])
        return Double(days) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2] - offset
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
