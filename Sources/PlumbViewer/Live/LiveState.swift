import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbStore

/// How far the runs that are under way have got.
struct LiveState {
    let readings: Readings
    /// Seconds since 1970.
    let now: Double

    /// All of them, or one of them with its figures so far.
    ///
    /// `{"runs": [{"id", "suite", "link", "purpose", "seconds", "whole", "variants": [[name, answered, failed, cached], …]}], "figures": […]}`
    func json(only id: String?) async throws(ViewerProblem) -> JSON {
        let entries = try await readings.fromStore { () throws(StoreError) in
            try await readings.store.history(.init(status: .running))
        }
        var runs: [(record: RunRecord, variants: [HistoryEntry])] = []
        for entry in entries where id == nil || entry.record.id == id {
            if runs.last?.record.id == entry.record.id {
                runs[runs.count - 1].variants.append(entry)
            } else {
                runs.append((entry.record, [entry]))
            }
        }
        var values: [JSON] = []
        for (record, variants) in runs {
            let isUnderWay = try await readings.fromStore { () throws(StoreError) in try await readings.store.isUnderWay(record) }
            if isUnderWay { values.append(json(record, variants, whole: await whole(record))) }
        }
        var figures: JSON = []
        if id != nil, !values.isEmpty, let record = runs.first?.record { figures = try await self.figures(of: record) }
        return ["runs": .array(values), "figures": figures]
    }

    private func json(_ record: RunRecord, _ variants: [HistoryEntry], whole: Int?) -> JSON {
        [
            "id": .string(record.id), "suite": .string(VisibleText.shown(record.suite, limit: 80)), "link": .string(Link.run(record.id)),
            "purpose": .string(record.purpose.rawValue), "seconds": .double(max(0, now - record.startedAt).rounded()),
            "whole": whole.map { .integer($0) } ?? .null,
            "variants": .array(
                variants.map { entry in
                    [
                        .string(VisibleText.shown(entry.variant, limit: 80)), .integer(entry.answered), .integer(entry.failed),
                        .integer(entry.cached),
                    ]
                }),
        ]
    }

    /// Trials of the whole suite, of which a run of some of its cases has fewer; nil when the suite is not there any more.
    private func whole(_ record: RunRecord) async -> Int? {
        guard let viewed = try? await readings.source.suite(named: record.suite) else { return nil }
        let all = viewed.suite.cases.count.multipliedReportingOverflow(by: record.variants.count * max(1, record.repetitions))
        return all.overflow ? nil : all.partialValue / max(1, record.part?.shard.count ?? 1)
    }

    /// `[variant, accuracy, interval, passed]`, as texts, for each variant that has a grade.
    private func figures(of record: RunRecord) async throws(ViewerProblem) -> JSON {
        let variants = try await readings.reading(of: record).results?.variants ?? []
        return .array(
            variants.compactMap { variant in
                guard let accuracy = variant.metrics.accuracy else { return nil }
                let graded = variant.metrics.graded
                return [
                    .string(VisibleText.shown(variant.name, limit: 80)), .string(Figure.percent(accuracy.value, of: graded)),
                    .string(accuracy.population.map { Figure.percents($0, of: graded) } ?? ""),
                    .string("\(Figure.count(variant.metrics.passes)) of \(Figure.count(graded)) passed"),
                ]
            })
    }
}
