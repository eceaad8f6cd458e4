/// Days as texts that are ordered like the days themselves.
enum Day {
    /// The day in UTC of a time in seconds since 1970, written `2025-01-31`.
    ///
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days; times are held within the years 0 to 9999.
    static func text(secondsSince1970 seconds: Double) -> String {
        let bounded = seconds.isNaN ? 0 : max(-62_167_219_200, min(seconds, 253_402_300_799))
        // Days since 1 March of the year 0, so that the leap day is the last of a year.
        let days = Int((bounded / 86_400).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return "\(padded(year, to: 4))-\(padded(month >= 10 ? month - 9 : month + 3, to: 2))-\(padded(day, to: 2))"
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
