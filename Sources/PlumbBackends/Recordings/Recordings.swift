public import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files of recorded answers of a suite: `Suites/<suite>/recordings/<variant>.jsonl`.
public struct Recordings: Sendable, Hashable {
    /// The absolute path of the directory.
    public let directory: String

    /// The directory as shown to people.
    public let shownDirectory: String

    /// The recordings in a directory, which need not exist; messages call it `shownDirectory`.
    public init(directory: String, shownDirectory: String? = nil) {
        self.directory = directory
        self.shownDirectory = shownDirectory ?? directory
    }

    /// The recordings of a suite in a folder, relative to the suite's own unless absolute.
    public init(of suite: Suite, in directory: String = "recordings") {
        let own = "\(suite.directory)/"
        let path = directory.hasPrefix("/") ? directory : own + directory
        guard path.hasPrefix(own) else {
            self.init(directory: path)
            return
        }
        let folder = suite.file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map { "\($0)/" }.joined()
        self.init(directory: path, shownDirectory: folder + path.dropFirst(own.count))
    }

    /// The path of a variant's file.
    public func path(of variant: String) -> String { "\(directory)/\(variant).jsonl" }

    private func shownPath(of variant: String) -> String { "\(shownDirectory)/\(variant).jsonl" }

    /// The names of the variants that have recordings, sorted.
    public var variants: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") }.map { String($0.dropLast(6)) }.sorted()
    }

    /// The recorded answers of a variant, or nil when there are none.
    ///
    /// Throws ``BackendError/Kind/unavailable`` naming the file and the line when the file is no recording.
    public func load(_ variant: String) throws(BackendError) -> Recording? {
        let path = path(of: variant)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let content = FileManager.default.contents(atPath: path) else {
            throw BackendError(.unavailable, "the recording \(shownPath(of: variant)) cannot be read")
        }
        do throws(RecordingTextError) {
            return try RecordingText.read(Array(content))
        } catch {
            throw BackendError(
                .unavailable, "\(shownPath(of: variant)):\(error.line): \(error.message)",
                help: "restore the file, or delete it and record it again")
        }
    }

    /// Writes a variant's recording in one step: a reader sees the old file or the new one.
    ///
    /// Lines are in the order of `caseOrder`. Throws ``BackendError/Kind/unavailable`` when it cannot be written.
    public func save(_ recording: Recording, caseOrder: [String]) throws(BackendError) {
        let path = path(of: recording.variant)
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let text = RecordingText.write(recording, caseOrder: caseOrder)
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw BackendError(.unavailable, "the recording \(shownPath(of: recording.variant)) cannot be written")
        }
    }
}
