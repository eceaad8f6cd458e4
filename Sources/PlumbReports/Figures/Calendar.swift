/// A moment of the proleptic Gregorian calendar in UTC.
package struct CalendarTime {
    let year: Int
    let month: Int
    let day: Int
    let secondOfDay: Int

    /// The moment that many seconds after 1970 began; days to dates by Hinnant's `civil_from_days`.
    package init(secondsSince1970 seconds: Double) {
        // Beyond ±10,000 years there is no run; clamping keeps the arithmetic whole.
        let whole = Int(min(max(seconds.isFinite ? seconds.rounded(.down) : 0, -3e11), 3e11))
        let days = whole >= 0 ? whole / 86_400 : (whole - 86_399) / 86_400
        secondOfDay = whole - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The date: `2026-11-21`.
    var date: String { "\(year)-\(Figure.twoDigits(month))-\(Figure.twoDigits(day))" }
    /// The time of day: `13:45:01`.
    var time: String {
        [secondOfDay / 3600, secondOfDay % 3600 / 60, secondOfDay % 60].map(Figure.twoDigits).joined(separator: ":")
    }
    /// The moment by ISO 8601: `2026-11-21T13:45:01Z`.
    package var iso: String { "\(date)T\(time)Z" }
    /// The moment as people read it: `2026-11-21 13:45 UTC`.
    package var text: String { "\(date) \(time.prefix(5)) UTC" }
}
