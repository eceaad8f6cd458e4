import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbStore

extension RunSession {
    /// Keeps what the gate decided beside the runs that it decided on, so that a history can show it.
    func keepVerdicts(on measured: [GateMeasurement.Measured]) async throws {
        try await workspace.withStore { () throws(StoreError) in
            for (one, report) in zip(measured, GateMeasurement.reports(measured)) where one.outcome.ending != .interrupted {
                let figures = HistoryFigures(VariantMetrics(one.input.candidate), verdict: report.verdict)
                try await store.run(named: one.outcome.record.id).setSummary(figures.json, ofVariant: report.variant)
            }
        }
    }
}
