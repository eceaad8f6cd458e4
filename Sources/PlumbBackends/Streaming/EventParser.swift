/// One event of a stream.
struct ServerSentEvent: Sendable, Hashable {
    /// What kind of event it is; empty when the server does not say.
    var name = ""
    /// Its data, lines put together with line feeds.
    var data: [UInt8] = []
}

/// Reads server-sent events as bytes come in (HTML standard, section 9.2.6): any line end, comments, data on several lines.
struct EventParser: Sendable {
    private var line: [UInt8] = []
    private var event = ServerSentEvent()
    private var hasData = false
    private var skipsLineFeed = false
    private var isAtStart = true

    /// Takes the next bytes, wherever they were cut, and returns the events that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        Array(bytes).withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                if skipsLineFeed, bytes[start] == 0x0A { start += 1 }
                skipsLineFeed = false
                let rest = bytes[start...]
                guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                    line.append(contentsOf: rest)
                    return
                }
                line.append(contentsOf: bytes[start..<end])
                skipsLineFeed = bytes[end] == 0x0D
                start = end + 1
                if let whole = endLine() { events.append(whole) }
            }
        }
        return events
    }

    /// The event that lacks nothing but the empty line behind it, when the stream has ended.
    mutating func finish() -> ServerSentEvent? { line.isEmpty ? dispatch() : nil }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let name = line[..<(colon ?? line.endIndex)]
        var value = colon.map { line[($0 + 1)...] } ?? []
        if value.first == 0x20 { value = value.dropFirst() }
        if name.elementsEqual("data".utf8) {
            if hasData { event.data.append(0x0A) }
            hasData = true
            event.data.append(contentsOf: value)
        } else if name.elementsEqual("event".utf8) {
            event.name = String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            event = ServerSentEvent()
            hasData = false
        }
        return hasData ? event : nil
    }
}
