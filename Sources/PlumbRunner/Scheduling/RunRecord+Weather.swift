public import PlumbModel

extension RunRecord {
    /// The name under which ``details`` keep what the run went through.
    public static let weatherKey = "weather"

    /// What the run went through that its answers do not show; nil when nothing is kept of it.
    public var weather: WeatherReport? { details?[Self.weatherKey].flatMap(WeatherReport.init(json:)) }
}
