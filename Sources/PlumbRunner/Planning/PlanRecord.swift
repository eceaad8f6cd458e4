public import PlumbModel

extension Plan {
    /// The record of a run that carries this plan out.
    ///
    /// `startedAt` is in seconds since 1970; `commit` ends in `+` when there are uncommitted changes.
    public func record(
        id: String, startedAt: Double, toolVersion: String, commit: String? = nil, processID: Int
    ) -> RunRecord {
        let variants = zip(self.variants, zip(fingerprints, identities)).map { variant, measured in
            RunRecord.Variant(
                name: variant.name, fingerprint: measured.0, promptText: variant.prompt.text, parameters: variant.parameters.json,
                requestedModel: variant.model, backend: measured.1)
        }
        return RunRecord(
            id: id, suite: suite.name, purpose: purpose, startedAt: startedAt, planHash: contentHash, repetitions: repetitions.count,
            variants: variants, toolVersion: toolVersion, commit: commit, processID: processID, part: part)
    }
}

extension RunRecord {
    /// A new run's name, such as `20261121-134501-3f9a`: the time in UTC, then four random digits.
    ///
    /// Days are turned into a date by Howard Hinnant's `civil_from_days`.
    public static func makeID(startedAt: Double, random: UInt16 = .random(in: 0...UInt16.max)) -> String {
        let seconds = Int(startedAt.rounded(.down))
        let day = seconds.flooredDivision(by: 86_400)
        let clock = seconds - day * 86_400
        let shifted = day + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = year.padded(4) + month.padded(2) + (dayOfYear - (153 * marchMonth + 2) / 5 + 1).padded(2)
        let time = (clock / 3600).padded(2) + (clock / 60 % 60).padded(2) + (clock % 60).padded(2)
        return "\(date)-\(time)-\(Int(random).padded(4, radix: 16))"
    }
}

extension Int {
    fileprivate func flooredDivision(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func padded(_ width: Int, radix: Int = 10) -> String {
        let digits = String(self, radix: radix)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
