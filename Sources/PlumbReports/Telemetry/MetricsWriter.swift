import PlumbMetrics
public import PlumbModel

/// A run's figures as metrics in OTLP/JSON: one line, a `MetricsData`.
///
/// Tokens and durations of the trials are histograms with the boundaries of the GenAI conventions; the figures of the variants are gauges
/// named `plumb.…`.
public struct MetricsWriter: Sendable {
    private let run: RunRecord
    private var tokens: [Series: Histogram] = [:]
    private var durations: [Series: Histogram] = [:]

    /// What tells one series of numbers from another.
    private struct Series: Hashable, Comparable {
        var variant: String
        var model: String
        var type: String

        static func < (left: Series, right: Series) -> Bool {
            (left.variant, left.model, left.type) < (right.variant, right.model, right.type)
        }
    }

    /// A writer for trials of one run.
    public init(_ run: RunRecord) { self.run = run }

    /// Takes a trial into account; only live answers have a duration.
    public mutating func add(_ graded: GradedTrial) {
        let trial = graded.trial
        guard let completion = trial.completion else { return }
        var series = Series(variant: trial.key.variant, model: completion.servedModel ?? "", type: "")
        if trial.provenance == .live {
            durations[series, default: Histogram(Histogram.seconds)].add(trial.latency.inSeconds)
        }
        guard let usage = completion.usage else { return }
        for (type, count) in [("input", usage.input), ("output", usage.output)] {
            series.type = type
            tokens[series, default: Histogram(Histogram.tokens)].add(Double(count))
        }
    }

    /// The line with its line break: what the trials took, and the figures of the results when they are of the same run.
    public func text(_ results: RunResults) -> String {
        let time = TelemetryJSON.nanoseconds(run.endedAt ?? run.startedAt)
        let start = TelemetryJSON.nanoseconds(run.startedAt)
        let metrics =
            [
                histogram(TelemetryNames.tokenUsage, unit: "{token}", tokens, start, time),
                histogram(TelemetryNames.duration, unit: "s", durations, start, time),
            ].compactMap { $0 } + gauges(results, time)
        let data: JSON = [
            "resourceMetrics": [
                [
                    "resource": TelemetryJSON.resource(run),
                    "scopeMetrics": [["scope": TelemetryJSON.scope(run), "metrics": .array(metrics)]],
                    "schemaUrl": .string(TelemetryNames.schema),
                ]
            ]
        ]
        return data.safeText(.compact) + "\n"
    }

    private func histogram(_ name: String, unit: JSON, _ all: [Series: Histogram], _ start: JSON, _ time: JSON) -> JSON? {
        guard !all.isEmpty else { return nil }
        let points = all.sorted { $0.key < $1.key }.map { series, histogram -> JSON in
            var attributes: [(String, JSON)] = [
                (TelemetryNames.operation, "chat"), (TelemetryNames.variant, .string(series.variant)),
            ]
            if let asked = run.variants.first(where: { $0.name == series.variant }) {
                let provider = TelemetryNames.provider(kind: asked.backend.kind, endpoint: asked.backend.endpoint)
                attributes.append((TelemetryNames.provider, .string(provider)))
            }
            if !series.model.isEmpty { attributes.append((TelemetryNames.responseModel, .string(series.model))) }
            if !series.type.isEmpty { attributes.append((TelemetryNames.tokenType, .string(series.type))) }
            var point = histogram.json
            point["attributes"] = .array(attributes.map { TelemetryJSON.attribute($0.0, $0.1) })
            point["startTimeUnixNano"] = start
            point["timeUnixNano"] = time
            return .object(point)
        }
        // 2: the numbers are sums since the run began.
        return ["name": .string(name), "unit": unit, "histogram": ["aggregationTemporality": 2, "dataPoints": .array(points)]]
    }

    private func gauges(_ results: RunResults, _ time: JSON) -> [JSON] {
        let figures: [(String, JSON, (VariantMetrics) -> Double?)] = [
            ("plumb.accuracy", "1", { $0.accuracy?.value }), ("plumb.score", "1", { $0.score?.value }),
            ("plumb.agreement", "1", { $0.agreement?.value }), ("plumb.flip_rate", "1", { $0.flipRate?.value }),
            ("plumb.trials", "{trial}", { Double($0.trials) }), ("plumb.trial_errors", "{trial}", { Double($0.errors) }),
            ("plumb.cost", "{USD}", { $0.cost.total?.dollars }),
        ]
        return figures.compactMap { name, unit, value in
            let points = results.variants.compactMap { variant in
                value(variant.metrics).map { number -> JSON in
                    [
                        "attributes": [TelemetryJSON.attribute(TelemetryNames.variant, .string(variant.name))], "timeUnixNano": time,
                        "asDouble": .double(number),
                    ]
                }
            }
            return points.isEmpty ? nil : ["name": .string(name), "unit": unit, "gauge": ["dataPoints": .array(points)]]
        }
    }
}

/// Numbers counted between boundaries.
struct Histogram: Sendable {
    /// The conventions' boundaries for tokens.
    static let tokens: [Double] = (0...13).map { power in (0..<power).reduce(1.0) { value, _ in value * 4 } }
    /// The conventions' boundaries for seconds.
    static let seconds: [Double] = (0...13).map { power in (0..<power).reduce(0.01) { value, _ in value * 2 } }

    private let bounds: [Double]
    private var counts: [Int]
    private var sum = 0.0
    private var least = Double.infinity
    private var most = -Double.infinity

    init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Counts a number into the first interval whose upper bound it does not exceed.
    mutating func add(_ number: Double) {
        counts[bounds.firstIndex { number <= $0 } ?? bounds.count] += 1
        sum += number
        least = min(least, number)
        most = max(most, number)
    }

    /// The point without its times and attributes.
    var json: JSONObject {
        [
            "count": .string(String(counts.reduce(0, +))), "sum": .double(sum), "min": .double(least), "max": .double(most),
            "bucketCounts": .array(counts.map { .string(String($0)) }), "explicitBounds": .array(bounds.map(JSON.double)),
        ]
    }
}
