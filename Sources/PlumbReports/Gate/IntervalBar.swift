import PlumbBaselines

/// An interval of a change of accuracy drawn to scale in one line: worse to the left, better to the right.
struct IntervalBar {
    /// Columns of the scale, an odd number so that zero has one of its own.
    static let width = 41
    /// Ends of the scale, in points, of which the least that holds everything is taken.
    private static let scales = [5.0, 10, 20, 50, 100]

    /// The change, -1…1: candidate minus baseline.
    let change: Double
    /// Its interval.
    let interval: ClosedRange<Double>
    /// The drop that must not be missed, 0…1, marked on the side of "worse".
    let detect: Double
    /// What the interval's left end is.
    var end = LeftEnd.interval

    /// What can end the interval on the side of "worse".
    enum LeftEnd {
        /// The interval itself.
        case interval
        /// The bound that ruled the drop out, which decides though the two-sided interval may reach further.
        case bound
    }

    /// `-20 ────━━━●━━┊───│────────── +20 points`.
    var text: StyledText {
        let end = scale
        var cells = [Character](repeating: "─", count: Self.width)
        var styles = [Style](repeating: .dim, count: Self.width)
        for place in place(interval.lowerBound, end)...place(interval.upperBound, end) {
            cells[place] = "━"
            styles[place] = style
        }
        cells[place(-detect, end)] = "┊"
        cells[place(0, end)] = "│"
        cells[place(change, end)] = "●"
        styles[place(change, end)] = style
        var text = StyledText("\(Figure.fixed(-end, decimals: 0)) ", .dim)
        for (cell, style) in zip(cells, styles) { text.append(String(cell), style) }
        text.append(" +\(Figure.fixed(end, decimals: 0)) points", .dim)
        return text
    }

    /// What the signs of the bar mean.
    var caption: StyledText {
        let meaning = end == .interval ? "with its 95 % interval" : "and, to the left, the most it may have fallen"
        return StyledText("● the change \(meaning); ┊ a drop of \(Figure.plainPoints(detect)) points, not to be missed", .dim)
    }

    /// In points; ends of more than 100 points cannot be.
    private var scale: Double {
        let most = 100 * max(abs(interval.lowerBound), abs(interval.upperBound), abs(change), detect)
        return Self.scales.first { most <= $0 } ?? 100
    }

    private func place(_ value: Double, _ end: Double) -> Int {
        let share = (max(-1, min(1, 100 * value / end)) + 1) / 2
        return Int((share * Double(Self.width - 1)).rounded())
    }

    /// Worse when all of the interval is, better when all of it is.
    private var style: Style { interval.upperBound < 0 ? .red : interval.lowerBound > 0 ? .green : .yellow }
}

extension IntervalBar {
    /// The bar of a gate's figures: change is the drop with the other sign.
    init(_ figures: GateFigures, detect: Double) {
        let interval = (0 - figures.interval.upperBound)...(0 - figures.interval.lowerBound)
        guard let bound = figures.dropBound else {
            self.init(change: 0 - figures.drop, interval: interval, detect: detect)
            return
        }
        self.init(
            change: 0 - figures.drop, interval: min(0 - bound, interval.upperBound)...interval.upperBound, detect: detect, end: .bound)
    }
}
