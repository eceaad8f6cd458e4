import PlumbModel

/// A streamed answer on its way: bytes in, the whole answer out.
struct StreamedAnswer: Sendable {
    private var parser = EventParser()
    private var assembler: any StreamAssembler
    private var isOver = false
    /// How long the first part of the answer itself took, or nil as long as none has come.
    private(set) var timeToFirstToken: Duration?
    /// What the server said about its failure, or nil.
    private(set) var failure: JSON?

    /// An answer of which nothing has come yet.
    init(_ assembler: any StreamAssembler) { self.assembler = assembler }

    /// Whether the answer came to its end.
    var isWhole: Bool { failure == nil && assembler.isWhole }
    /// The answer as if it had come in one piece.
    var answer: JSON { assembler.answer }

    /// What more bytes are good for.
    enum Appetite: Sendable, Hashable {
        /// The answer goes on.
        case hungry
        /// The answer is over: what follows may be read, but need not be.
        case full
    }

    /// Takes bytes that came `elapsed` after the request was sent.
    ///
    /// Throws ``BackendError/Kind/malformedResponse`` when they are none of the format's events.
    mutating func take(_ bytes: some Sequence<UInt8>, after elapsed: Duration) throws(BackendError) -> Appetite {
        for event in parser.take(bytes) { try take(event, elapsed) }
        return isOver ? .full : .hungry
    }

    /// Takes what was left when the connection ended.
    mutating func finish(after elapsed: Duration) throws(BackendError) {
        if let event = parser.finish() { try take(event, elapsed) }
    }

    private mutating func take(_ event: ServerSentEvent, _ elapsed: Duration) throws(BackendError) {
        guard !isOver, !event.data.isEmpty else { return }
        if event.data.elementsEqual("[DONE]".utf8) {
            isOver = true
            return
        }
        let json: JSON
        do throws(JSONError) { json = try JSON.parse(utf8: event.data) } catch {
            throw BackendError(.malformedResponse, "an event of the streamed answer is not valid JSON (\(error))")
        }
        switch try assembler.take(json, named: event.name) {
        case .piece: timeToFirstToken = timeToFirstToken ?? elapsed
        case .other: break
        case .end: isOver = true
        case .failed(let error):
            failure = error
            isOver = true
        }
    }
}
