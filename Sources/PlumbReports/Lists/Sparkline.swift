/// Numbers as a line of little bars.
enum Sparkline {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// The least span drawn over the full height, so that noise does not look like a mountain.
    static let leastSpan = 0.2
    /// The most numbers drawn; earlier ones are left out.
    static let longest = 40

    /// Shares of 0…1, the first to the left.
    static func text(_ values: [Double]) -> String {
        let values = values.suffix(longest)
        guard let least = values.min(), let most = values.max() else { return "" }
        let span = max(most - least, leastSpan)
        // The span is centred on the values but never leaves 0…1.
        let floor = max(0, min((least + most - span) / 2, 1 - span))
        return String(
            values.map { value in
                let share = min(max((value - floor) / span, 0), 1)
                return bars[Int((share * Double(bars.count - 1)).rounded())]
            })
    }
}
