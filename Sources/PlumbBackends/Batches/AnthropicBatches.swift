import PlumbModel

/// Anthropic's batches of messages.
struct AnthropicBatches: BatchFormat {
    let limits = BatchLimits(requests: 100_000, bytes: 256_000_000)
    let listPath = "/messages/batches?limit=100"

    /// How much the clocks of two machines may differ, in seconds.
    private static let clockDifference = 300.0

    func item(_ id: String, body: [UInt8], path: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 64)
        bytes.append(contentsOf: #"{"custom_id":"#.utf8)
        JSON.append(string: id, to: &bytes)
        bytes.append(contentsOf: #","params":"#.utf8)
        bytes.append(contentsOf: body)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    func submit(_ items: [BatchItem], label: String, over wire: BatchWire) async throws(BackendError) -> JSON {
        var body: [UInt8] = []
        body.reserveCapacity(items.reduce(32) { $0 + $1.bytes.count + 1 })
        body.append(contentsOf: #"{"requests":["#.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body.append(contentsOf: item.bytes)
        }
        body.append(contentsOf: "]}".utf8)
        return try await wire.post("/messages/batches", body)
    }

    func path(ofBatch id: String) -> String { "/messages/batches/\(id)" }

    /// Batches bear no name here: one of as many requests that is no older than the one looked for is taken for it.
    ///
    /// If it is another one, its answers bear other names and count for nothing.
    func fits(_ batch: JSON, _ clue: BatchClue) -> Bool {
        guard let made = batch["created_at"]?.string.flatMap(HTTPDate.internetSeconds) else { return false }
        let counts = batch["request_counts"]
        let total = ["processing", "succeeded", "errored", "canceled", "expired"].reduce(0) { $0 + (counts?[$1]?.integer ?? 0) }
        return made >= clue.submittedAt - Self.clockDifference && total == clue.items
    }

    func progress(of batch: JSON) -> BatchProgressReport? {
        func count(_ name: String) -> Int { max(0, batch["request_counts"]?[name]?.integer ?? 0) }
        let counts = BatchCounts(answered: count("succeeded"), failed: count("errored") + count("canceled") + count("expired"))
        switch batch["processing_status"]?.string {
        case "in_progress", "canceling": return .working(counts)
        case "ended": return .ended(counts, .complete)
        default: return nil
        }
    }

    /// The address that the server names is not used: keys go nowhere but to the one that was written down.
    func resultPaths(of batch: JSON, id: String) throws(BackendError) -> [String] { ["\(path(ofBatch: id))/results"] }

    func line(_ json: JSON) -> BatchLine? {
        guard let id = json["custom_id"]?.string, let result = json["result"] else { return nil }
        switch result["type"]?.string {
        case "succeeded": return result["message"].map { BatchLine(id: id, content: .reply(status: 200, $0)) }
        case "errored":
            guard let error = result["error"]?.present else { return nil }
            return BatchLine(id: id, content: .error(error["error"]?.present ?? error))
        case "expired": return BatchLine(id: id, content: .unasked(.expired))
        case "canceled": return BatchLine(id: id, content: .unasked(.cancelled))
        default: return nil
        }
    }
}
