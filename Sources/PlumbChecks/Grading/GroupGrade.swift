import PlumbModel

/// What several grades say together.
///
/// A grade that decides does so even when another check could not be evaluated.
enum GroupGrade {
    /// Pass when all pass; the score is the mean.
    static func all(_ grades: [Grade]) -> Grade {
        let score = grades.isEmpty ? 1 : grades.reduce(0) { $0 + $1.score } / Double(grades.count)
        if let failed = grades.first(where: { $0.outcome == .fail }) {
            return Grade(.fail, score: score, reason: failed.reason, spans: failed.spans)
        }
        if let error = grades.first(where: { $0.outcome == .error }) { return Grade(.error, reason: error.reason) }
        return Grade(.pass, score: score, reason: reasons(grades), spans: grades.flatMap(\.spans))
    }

    /// Pass when at least one passes; the score is the greatest.
    static func any(_ grades: [Grade]) -> Grade {
        let score = grades.map(\.score).max() ?? 0
        if let passed = grades.first(where: { $0.outcome == .pass }) {
            return Grade(.pass, score: score, reason: passed.reason, spans: passed.spans)
        }
        if let error = grades.first(where: { $0.outcome == .error }) { return Grade(.error, reason: error.reason) }
        return Grade(.fail, score: score, reason: reasons(grades), spans: grades.flatMap(\.spans))
    }

    /// Pass when none passes; the score is what the greatest leaves.
    static func none(_ grades: [Grade]) -> Grade {
        var grade = any(grades)
        guard grade.outcome != .error else { return grade }
        grade.outcome = grade.outcome == .pass ? .fail : .pass
        grade.score = 1 - grade.score
        return grade
    }

    private static func reasons(_ grades: [Grade]) -> String {
        let shown = grades.prefix(3).map(\.reason).joined(separator: "; ")
        return grades.count > 3 ? "\(shown); and \(grades.count - 3) more" : shown
    }
}
