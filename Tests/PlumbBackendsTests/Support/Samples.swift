import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

enum Samples {
    /// A recorded exchange with a real server.
    static func reply(_ name: String) throws -> HTTPReply {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures/wire"))
        let response = try #require(try JSON.parse(utf8: Array(try Data(contentsOf: url)))["response"])
        let status = try #require(response["status"]?.integer ?? response["status"]?["code"]?.integer)
        var headers: [(String, String)] = []
        for pair in response["headers"]?.array ?? [] { headers.append((pair[0]?.string ?? "", pair[1]?.string ?? "")) }
        if let named = response["headers"]?.object {
            for (name, values) in named { headers.append((name, values[0]?.string ?? "")) }
        }
        let body = response["body"] ?? response["body_text"]
        return HTTPReply(status: status, headers: headers, body: body?.plainText ?? "")
    }

    /// The bytes of a recorded stream.
    static func stream(_ name: String) throws -> [UInt8] { try reply(name).body }

    static func request(
        _ text: String = "Say hi.", variant: String = "v", caseID: String = "c", repetition: Int = 0, model: String? = nil,
        parameters: Parameters = Parameters()
    ) -> CompletionRequest {
        CompletionRequest(
            trial: TrialKey(variant: variant, caseID: caseID, repetition: repetition), model: model, messages: [Message(.user, text)],
            parameters: parameters)
    }

    static func classifier(
        secrets: [String] = [], keyPlace: String? = "the environment variable TEST_KEY", now: Double = 0
    ) -> ResponseClassifier {
        ResponseClassifier(
            address: "https://host/v1", tail: "/chat/completions", keyPlace: keyPlace, redactor: Redactor(secrets: secrets), now: { now })
    }

    /// What reads whole answers of a format.
    static func reader(_ format: any WireFormat.Type) -> AnswerReader {
        AnswerReader(format: format.init(RequestDefaults()), classifier: classifier())
    }

    static func suite(
        _ cases: [Case], variants: [Variant] = [], directory: String = "/nowhere/Suites/triage",
        backends: [String: BackendConfiguration] = [:]
    ) -> Suite {
        Suite(
            name: "triage", directory: directory, file: "Suites/triage/suite.yaml", cases: cases, variants: variants, checks: [],
            backends: backends)
    }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String, executable: Bool = false) throws {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        if executable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file) }
    }

    func read(_ name: String) throws -> String { String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self) }
}

/// The error that an operation throws.
func failure<Success>(_ operation: () async throws(BackendError) -> Success) async throws -> BackendError {
    do throws(BackendError) {
        let value = try await operation()
        Issue.record("expected an error, got \(value)")
    } catch {
        return error
    }
    throw CancellationError()
}

/// A named pipe by which a test learns what a program does, and when the last of its holders is gone.
final class Fifo: Sendable {
    let path: String

    init(in folder: TemporaryFolder, _ name: String = "alive") {
        path = "\(folder.path)/\(name)"
        precondition(mkfifo(path, 0o600) == 0)
    }

    /// Waits until somebody has opened the pipe for writing, then until nobody holds it any more.
    func holdersAreGone(begun: Gate? = nil) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [path] in
                let descriptor = open(path, O_RDONLY)
                begun?.open()
                var byte: UInt8 = 0
                while read(descriptor, &byte, 1) > 0 {}
                close(descriptor)
                continuation.resume()
            }
        }
    }

    /// Lets the reader go on to the end in case nobody ever opened the pipe and nobody will.
    func nobodyComes() {
        let descriptor = open(path, O_WRONLY | O_NONBLOCK)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes a line end to whoever reads the pipe.
    func release() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [path] in
                let descriptor = open(path, O_WRONLY)
                _ = write(descriptor, "\n", 1)
                close(descriptor)
                continuation.resume()
            }
        }
    }
}
