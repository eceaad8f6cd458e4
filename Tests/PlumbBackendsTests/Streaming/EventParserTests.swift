import Testing

@testable import PlumbBackends

@Suite("Server-sent events")
struct EventParserTests {
    static func events(_ text: String, pieces: Int = Int.max) -> [String] {
        var parser = EventParser()
        var found: [ServerSentEvent] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            found += parser.take(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        if let last = parser.finish() { found.append(last) }
        return found.map { "\($0.name)|\(String(decoding: $0.data, as: UTF8.self))" }
    }

    @Test(
        "Events, wherever the bytes are cut",
        arguments: [
            ("data: a\n\n", ["|a"]), ("data:a\n\ndata: b\n\n", ["|a", "|b"]), ("data: a\r\n\r\ndata: b\r\n\r\n", ["|a", "|b"]),
            ("data: a\r\rdata: b\r\r", ["|a", "|b"]), ("event: x\ndata: a\n\ndata: b\n\n", ["x|a", "|b"]),
            ("data: a\ndata: b\n\n", ["|a\nb"]), ("data\n\n", ["|"]), (": a comment\n\ndata: a\n\n", ["|a"]), (":\n:\n\n", []),
            ("id: 7\nretry: 10\ndata: a\n\n", ["|a"]), ("data:  a \n\n", ["| a "]), ("event: x\n\ndata: a\n\n", ["|a"]),
            ("\u{FEFF}data: a\n\n", ["|a"]), ("data: é日\n\n", ["|é日"]), ("Data: a\ndatas: b\n\n", []), ("data: a: b\n\n", ["|a: b"]),
            ("data: a\n", ["|a"]), ("data: a", []), ("data: a\n\ndata: b", ["|a"]), ("\n\n\n", []), ("", []), ("{\"a\":1}", []),
        ])
    func readsEvents(_ text: String, _ expected: [String]) {
        for pieces in [1, 2, 3, 5, Int.max] { #expect(Self.events(text, pieces: pieces) == expected) }
    }
}
