/// Many short phrases that are looked for at once, as whole words.
struct PhraseList: Sendable {
    private var byInitial: [Unicode.Scalar: [(phrase: String, scalars: [Unicode.Scalar])]] = [:]

    /// Phrases, each brought to the form in which texts are searched.
    init(_ phrases: [String], _ normalized: (String) -> NormalizedText) {
        for phrase in phrases {
            let scalars = normalized(phrase).scalars
            if let initial = scalars.first { byInitial[initial, default: []].append((phrase, scalars)) }
        }
    }

    /// The first phrase that stands in the text, from the left, and its place.
    func first(in text: [Unicode.Scalar]) -> (phrase: String, place: Range<Int>)? {
        for start in text.indices where ScalarSearch.isWordEdge(text, start) {
            for (phrase, scalars) in byInitial[text[start]] ?? [] where text[start...].starts(with: scalars) {
                let end = start + scalars.count
                if ScalarSearch.isWordEdge(text, end) { return (phrase, start..<end) }
            }
        }
        return nil
    }
}
