import PlumbModel

/// A variant's measurement within its suite: `few-shot@20261121-134501-3f9a`, `few-shot@baseline`, `few-shot@newest`.
struct MeasurementName: Sendable, Hashable {
    /// Where the measurement is kept.
    enum Place: Sendable, Hashable {
        case newest
        case baseline(ViewedBaseline.State)
        case run(String)
    }

    let variant: String
    let place: Place

    init(variant: String, place: Place) {
        self.variant = variant
        self.place = place
    }

    /// Reads the form of ``text``; without a place the newest run is meant, and nil without a variant.
    init?(_ text: String) {
        let at = text.lastIndex(of: "@")
        variant = String(text[..<(at ?? text.endIndex)])
        guard !variant.isEmpty else { return nil }
        switch at.map({ String(text[text.index(after: $0)...]) }) ?? "" {
        case "", "newest", "latest": place = .newest
        case let name: place = ViewedBaseline.State(rawValue: name).map { .baseline($0) } ?? .run(name)
        }
    }

    /// The name as addresses and titles write it.
    var text: String {
        switch place {
        case .newest: "\(variant)@newest"
        case .baseline(let state): "\(variant)@\(state.rawValue)"
        case .run(let id): "\(variant)@\(id)"
        }
    }
}
