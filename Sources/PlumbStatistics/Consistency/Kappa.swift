/// Agreement between raters beyond chance.
public enum Kappa {
    /// Cohen's kappa of two raters with its error.
    public struct Cohen: Sendable, Hashable {
        /// Kappa, at most 1.
        public let value: Double
        /// Standard error by the asymptotic variance (Fleiss, Cohen and Everitt 1969).
        public let standardError: Double
        /// Normal interval around kappa.
        public let interval: ConfidenceInterval
        /// Share of items both raters put in the same class: high agreement with low kappa means that one class is rare.
        public let agreement: Double
    }

    /// Cohen's kappa; nil when the table is not square, is empty, or chance agreement is certain.
    /// - Parameter table: Counts, first rater's class by second rater's class.
    public static func cohen(_ table: [[Int]], confidence: Double = 0.95) -> Cohen? {
        let total = Double(table.reduce(0) { $0 + $1.reduce(0, +) })
        guard total > 0, table.allSatisfy({ $0.count == table.count }) else { return nil }
        let shares = table.map { row in row.map { Double($0) / total } }
        let rows = shares.map { $0.reduce(0, +) }
        let columns = table.indices.map { column in shares.reduce(0) { $0 + $1[column] } }
        let observed = table.indices.reduce(0) { $0 + shares[$1][$1] }
        let expected = table.indices.reduce(0) { $0 + rows[$1] * columns[$1] }
        guard expected < 1 else { return nil }
        let kappa = (observed - expected) / (1 - expected)

        var diagonal = 0.0
        var rest = 0.0
        for i in table.indices {
            for j in table.indices {
                if i == j {
                    let factor = 1 - (rows[i] + columns[i]) * (1 - kappa)
                    diagonal += shares[i][i] * factor * factor
                } else {
                    rest += shares[i][j] * (columns[i] + rows[j]) * (columns[i] + rows[j])
                }
            }
        }
        let shift = kappa - expected * (1 - kappa)
        let variance = (diagonal + (1 - kappa) * (1 - kappa) * rest - shift * shift) / ((1 - expected) * (1 - expected) * total)
        let error = max(0, variance).squareRoot()
        let critical = Normal.quantile(ConfidenceInterval.upperProbability(confidence))
        return Cohen(
            value: kappa, standardError: error,
            interval: ConfidenceInterval(lower: kappa - critical * error, upper: kappa + critical * error, confidence: confidence),
            agreement: observed)
    }

    /// Fleiss' kappa of several raters; nil unless every unit has the same number (≥ 2) of ratings, or when all ratings are one class.
    /// - Parameter counts: Units by classes: how many raters chose the class.
    public static func fleiss(_ counts: [[Int]]) -> Double? {
        guard let first = counts.first else { return nil }
        let raters = first.reduce(0, +)
        guard raters > 1, counts.allSatisfy({ $0.count == first.count && $0.reduce(0, +) == raters }) else { return nil }
        let pairs = Double(raters) * Double(raters - 1)
        let agreement = counts.reduce(0) { $0 + $1.reduce(0) { $0 + Double($1) * Double($1 - 1) } / pairs } / Double(counts.count)
        let ratings = Double(counts.count) * Double(raters)
        let chance = first.indices.reduce(0) { sum, place in
            let share = counts.reduce(0) { $0 + Double($1[place]) } / ratings
            return sum + share * share
        }
        return chance < 1 ? (agreement - chance) / (1 - chance) : nil
    }
}
