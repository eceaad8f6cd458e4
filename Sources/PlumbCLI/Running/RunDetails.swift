import PlumbModel
import PlumbRunner

/// What is kept beside a run's trials: what it went through, its batches, and where its prices came from.
struct RunDetails: Sendable {
    let weather: WeatherReport
    private let prices: [PriceProvenance]
    private let batches: BatchRecord?

    init(plan: Plan, weather: WeatherReport, batches: BatchRecord? = nil) {
        self.weather = weather
        self.batches = batches
        let models = plan.variants.indices.compactMap { plan.model(ofVariant: $0) }
        prices = Set(models).sorted().map { plan.suite.prices.provenance(of: $0) }
    }

    /// The details as a run's record keeps them; what says nothing is left away.
    var json: JSON {
        var object = JSONObject()
        if !weather.isCalm { object[RunRecord.weatherKey] = weather.json }
        let priced = prices.filter { $0.match != nil }
        if !priced.isEmpty { object["prices"] = .array(priced.map(\.json)) }
        object[RunRecord.batchesKey] = batches?.json
        return .object(object)
    }
}
