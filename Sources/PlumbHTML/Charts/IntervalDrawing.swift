import PlumbReports

/// An interval drawn to a scale that all variants of a page share.
package struct IntervalDrawing {
    /// What the ends of a drawing stand for.
    enum Scale {
        /// Changes of accuracy, up to so many points on both sides.
        case change(points: Double)
        /// Shares of 0 % to 100 %.
        case share

        /// The least scale that holds all changes with their intervals.
        init(changes: [AccuracyChange]) {
            let most = changes.map { change in
                100
                    * max(
                        abs(change.value), abs(change.interval?.lowerBound ?? 0), abs(change.interval?.upperBound ?? 0), change.detect ?? 0)
            }.max()
            self = .change(points: [5.0, 10, 20, 50].first { (most ?? 0) <= $0 } ?? 100)
        }

        /// What stands at the ends and in the middle.
        var labels: (left: String, middle: String, right: String) {
            switch self {
            case .change(let points):
                ("← worse  \(Figure.fixed(0 - points, decimals: 0))", "0", "+\(Figure.fixed(points, decimals: 0))  better →")
            case .share: ("0 %", "50 %", "100 %")
            }
        }

        /// The place of a value, in percent of the width.
        func place(_ value: Double) -> Double {
            let share =
                switch self {
                case .change(let points): (value * 100 / points + 1) / 2
                case .share: value
                }
            return 100 * min(1, max(0, share))
        }
    }

    private let value: Double
    private let interval: ClosedRange<Double>?
    private let detect: Double?
    private let scale: Scale
    private let tone: Tone
    private let label: String

    /// A change of accuracy.
    init(change: AccuracyChange, scale: Scale, tone: Tone) {
        (value, interval, detect) = (change.value, change.interval, change.detect)
        (self.scale, self.tone) = (scale, tone)
        label = "Change of accuracy: \(change.text)"
    }

    /// A share of 0…1.
    package init(share: Double, interval: ClosedRange<Double>?, tone: Tone) {
        (value, self.interval, detect, scale, self.tone) = (share, interval, nil, .share, tone)
        let range = interval.map { ", 95 % interval \(Figure.percents($0, of: 1_000))" } ?? ""
        label = "Accuracy: \(Figure.percent(share, of: 1_000))\(range)"
    }

    package var markup: Markup {
        var drawing = Markup("svg", ["class": "interval \(tone.name)", "role": "img", "aria-label": label, "height": "24"])
        if case .change = scale { drawing.add(Markup("rect", ["class": "side", "x": "0", "y": "0", "width": "50%", "height": "24"])) }
        drawing.add(Self.line("axis", from: 0, to: 100))
        if case .change = scale { drawing.add(Self.upright("zero", 50)) }
        if let detect { drawing.add(Self.upright("detect", scale.place(0 - detect))) }
        if let interval {
            let (left, right) = (scale.place(interval.lowerBound), scale.place(interval.upperBound))
            drawing.add(
                Markup(
                    "rect",
                    [
                        "class": "span", "x": Self.percent(left), "y": "8", "width": Self.percent(max(0.4, right - left)), "height": "8",
                        "rx": "4",
                    ]))
        }
        drawing.add(Markup("circle", ["class": "dot", "cx": Self.percent(scale.place(value)), "cy": "12", "r": "5.5"]))
        return drawing
    }

    private static func line(_ style: String, from left: Double, to right: Double) -> Markup {
        Markup("line", ["class": style, "x1": percent(left), "x2": percent(right), "y1": "12", "y2": "12"])
    }

    private static func upright(_ style: String, _ place: Double) -> Markup {
        Markup("line", ["class": style, "x1": percent(place), "x2": percent(place), "y1": "1", "y2": "23"])
    }

    private static func percent(_ value: Double) -> String { "\(Drawing.number(value))%" }
}
