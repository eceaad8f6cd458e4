import PlumbBaselines
import PlumbStatistics

/// How a case moved, one sign for each, as the page's data holds it.
enum CaseChangeCode: Character {
    /// Worse beyond chance.
    case regressed = "R"
    /// Better beyond chance.
    case improved = "I"
    /// Lower, which chance may explain.
    case lower = "w"
    /// Higher, which chance may explain.
    case higher = "b"
    /// The same share of passes.
    case same = "="
    /// Its content changed, so that it cannot be compared.
    case edited = "e"
    /// One side does not have it or has no grade.
    case unknown = " "
}

/// How the cases of a column moved from those that it is compared with.
struct CaseMoves {
    /// The family-wise error of "beyond chance" where no gate decided.
    static let alpha = 0.05

    /// By the case's id.
    private(set) var codes: [String: CaseChangeCode] = [:]
    /// The p value of each change beyond chance.
    private(set) var pValues: [String: Double] = [:]

    init(_ column: ReportColumn) {
        guard let comparison = column.comparison else { return }
        for entry in comparison.cases {
            guard let difference = entry.difference else { continue }
            codes[entry.id] = difference < 0 ? .lower : difference > 0 ? .higher : .same
        }
        for left in comparison.leftOut where left.reason == .edited { codes[left.id] = .edited }
        if let gate = column.gate, gate.evidence != nil {
            for change in gate.casesRegressed { mark(change.id, .regressed, change.pValue) }
            for change in gate.casesImproved { mark(change.id, .improved, change.pValue) }
        } else {
            // The gate knows what makes grades comparable; without its word no change is called one.
            guard !comparison.attribution.contains(.checks), column.gate == nil else { return }
            mark(comparison.cases, .regressed) { $0 < 0 }
            mark(comparison.cases, .improved) { $0 > 0 }
        }
    }

    private mutating func mark(_ id: String, _ code: CaseChangeCode, _ pValue: Double) {
        codes[id] = code
        pValues[id] = pValue
    }

    /// Marks the changes of one direction that all cases together do not explain (Holm).
    private mutating func mark(_ cases: [CaseComparison], _ code: CaseChangeCode, _ isDirection: (Double) -> Bool) {
        let measured = cases.filter { $0.difference != nil }
        let pValues = measured.map { entry in entry.difference.map(isDirection) == true ? entry.pValue ?? 1 : 1 }
        for (place, adjusted) in MultipleTesting.holm(pValues).enumerated() where adjusted <= Self.alpha {
            mark(measured[place].id, code, pValues[place])
        }
    }
}
