import PlumbModel

/// OpenAI's batches: a file of requests goes up, a file of answers and one of errors come down.
struct OpenAIBatches: BatchFormat {
    let limits = BatchLimits(requests: 50_000, bytes: 200_000_000)
    let listPath = "/batches?limit=100"

    /// The version that begins the address of every request within a file, whatever the base URL.
    private static let version = "/v1"
    private static let labelField = "plumb"

    func item(_ id: String, body: [UInt8], path: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 96)
        bytes.append(contentsOf: #"{"custom_id":"#.utf8)
        JSON.append(string: id, to: &bytes)
        bytes.append(contentsOf: #","method":"POST","url":"#.utf8)
        JSON.append(string: Self.version + path, to: &bytes)
        bytes.append(contentsOf: #","body":"#.utf8)
        bytes.append(contentsOf: body)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    func submit(_ items: [BatchItem], label: String, over wire: BatchWire) async throws(BackendError) -> JSON {
        let file = try await wire.upload("/files", Self.form(items, label: label), boundary: Self.boundary(label))
        guard let id = file["id"]?.string else { throw BackendError(.malformedResponse, "the server gave the uploaded file no id") }
        let order: JSON = [
            "input_file_id": .string(id), "endpoint": .string(Self.version + wire.path), "completion_window": "24h",
            "metadata": .object([Self.labelField: .string(label)]),
        ]
        var bytes: [UInt8] = []
        order.append(to: &bytes)
        return try await wire.post("/batches", bytes)
    }

    /// No line of JSON can hold the boundary, which stands behind a line break.
    private static func form(_ items: [BatchItem], label: String) -> [UInt8] {
        let boundary = boundary(label)
        var form: [UInt8] = []
        form.reserveCapacity(items.reduce(512) { $0 + $1.bytes.count + 1 })
        form.append(contentsOf: "--\(boundary)\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n".utf8)
        form.append(
            contentsOf: """
                --\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="\(label).jsonl"\r
                Content-Type: application/jsonl\r\n\r\n
                """.utf8)
        for item in items {
            form.append(contentsOf: item.bytes)
            form.append(UInt8(ascii: "\n"))
        }
        form.append(contentsOf: "\r\n--\(boundary)--\r\n".utf8)
        return form
    }

    private static func boundary(_ label: String) -> String { "----\(label)" }

    func path(ofBatch id: String) -> String { "/batches/\(id)" }

    func fits(_ batch: JSON, _ clue: BatchClue) -> Bool { batch["metadata"]?[Self.labelField]?.string == clue.label }

    func progress(of batch: JSON) -> BatchProgressReport? {
        let report = batch["request_counts"]
        let counts = BatchCounts(
            answered: max(0, report?["completed"]?.integer ?? 0), failed: max(0, report?["failed"]?.integer ?? 0))
        switch batch["status"]?.string {
        case "validating", "in_progress", "finalizing", "cancelling": return .working(counts)
        case "completed": return .ended(counts, .complete)
        case "expired": return .ended(counts, .expired)
        case "cancelled": return .ended(counts, .cancelled)
        case "failed":
            let errors = batch["errors"]?["data"]?.array ?? batch["errors"]?.array
            return .refused(errors?.first ?? ["message": "the server gives no reason"])
        default: return nil
        }
    }

    func resultPaths(of batch: JSON, id: String) throws(BackendError) -> [String] {
        var paths: [String] = []
        for name in ["output_file_id", "error_file_id"] {
            guard let file = batch[name]?.string, !file.isEmpty else { continue }
            paths.append("/files/\(try BatchWire.checked(file))/content")
        }
        return paths
    }

    func line(_ json: JSON) -> BatchLine? {
        guard let id = json["custom_id"]?.string else { return nil }
        if let error = json["error"]?.present {
            switch error["code"]?.string {
            case "batch_expired": return BatchLine(id: id, content: .unasked(.expired))
            case "batch_cancelled": return BatchLine(id: id, content: .unasked(.cancelled))
            default: return BatchLine(id: id, content: .error(error))
            }
        }
        guard let response = json["response"]?.present, let body = response["body"] else { return nil }
        return BatchLine(id: id, content: .reply(status: response["status_code"]?.integer ?? 200, body))
    }
}
