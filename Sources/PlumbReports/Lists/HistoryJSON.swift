import PlumbBaselines
public import PlumbModel

/// How variants moved over their runs, as data: the form `plumb.history/1`.
public enum HistoryJSON {
    /// The form's name and version.
    public static let format = "plumb.history/1"

    /// The variants, each with its runs from the oldest to the newest and where it began to fall.
    ///
    /// - Parameters:
    ///   - rows: The variants of the runs, in any order.
    ///   - baselines: The accepted results that runs are held against, of all suites.
    ///   - variants: The order of variants within each suite; others come after them.
    public static func json(_ rows: [HistoryPage.Row], baselines: [VariantTally] = [], variants: [String] = []) -> JSON {
        let groups = HistoryGroup.all(rows, baselines: baselines, variants: variants)
        return [
            "format": .string(format), "allowance": .double(HistoryAnalysis.allowance), "limit": .double(HistoryAnalysis.limit),
            "variants": .array(groups.map(\.json)),
        ]
    }
}

extension HistoryGroup {
    fileprivate var json: JSON {
        [
            "suite": .string(suite), "variant": .string(variant),
            "runs": .array(zip(rows, analysis.points).map { Self.run($0, $1) }),
            "change_points": .array(
                analysis.changePoints.map { point in
                    [
                        "run": .string(analysis.points[point.start].run), "known_since": .string(analysis.points[point.alarm].run),
                        "sentence": .string(HistoryPage.sentence(point, self)),
                    ]
                }),
            "caution": .optional(analysis.caution),
        ]
    }

    private static func run(_ row: HistoryPage.Row, _ point: HistoryAnalysis.Point) -> JSON {
        var object: JSONObject = [
            "run": .string(row.run.id), "started": .string(CalendarTime(secondsSince1970: row.run.startedAt).iso),
            "purpose": .string(row.run.purpose.rawValue), "status": .string(row.run.status.rawValue),
            "commit": .optional(row.run.commit), "figures": row.figures?.json ?? .null, "z": .optional(point.z),
            "sum": .optional(point.sum),
        ]
        object["changes"] = .array(point.changes.map(\.json))
        object["fingerprint"] = row.run.variants.first { $0.name == row.variant }?.fingerprint.json ?? .null
        return .object(object)
    }
}
