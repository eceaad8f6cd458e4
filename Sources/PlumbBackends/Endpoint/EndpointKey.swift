import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads keys from where the configuration says they are: the environment or a file, and nowhere else.
enum EndpointKey {
    /// The key, without blanks around it.
    ///
    /// Throws ``BackendError/Kind/authentication`` with the thing to type when it is not there, or when no header can carry it.
    static func read(
        _ source: BackendConfiguration.Endpoint.KeySource, backend: String, environment: [String: String], root: String
    ) throws(BackendError) -> String {
        let key =
            switch source {
            case .variable(let name): try variable(name, backend: backend, environment: environment)
            case .file(let path): try file(path, backend: backend, environment: environment, root: root)
            }
        guard EndpointHeaders.isValue(key) else {
            throw BackendError(
                .authentication, "the key in \(place(source)) has characters that no header can carry", help: "set it again")
        }
        return key
    }

    /// Where a key comes from, in words.
    static func place(_ source: BackendConfiguration.Endpoint.KeySource) -> String {
        switch source {
        case .variable(let name): "the environment variable \(name)"
        case .file(let path): "the file \(path.onOneLine(limit: 200))"
        }
    }

    private static func variable(
        _ name: String, backend: String, environment: [String: String]
    ) throws(BackendError) -> String {
        let value = (environment[name] ?? "").trimmingBlank
        guard !value.isEmpty else {
            throw BackendError(
                .authentication, "backend '\(backend)' needs the environment variable \(name), which is not set",
                help: "type: export \(name)='<your key>'")
        }
        return value
    }

    /// The whole content of a small file; `~/` is the home folder.
    private static func file(
        _ path: String, backend: String, environment: [String: String], root: String
    ) throws(BackendError) -> String {
        let shown = path.onOneLine(limit: 200)
        var absolute = path.hasPrefix("/") ? path : "\(root)/\(path)"
        if path.hasPrefix("~/"), let home = environment["HOME"] { absolute = home + path.dropFirst() }
        guard let content = FileManager.default.contents(atPath: absolute) else {
            throw BackendError(
                .authentication, "backend '\(backend)' needs the file \(shown) with its key, which cannot be read",
                help: "write the key into it, and nothing else")
        }
        let key = String(decoding: content.prefix(1 << 16), as: UTF8.self).trimmingBlank
        guard !key.isEmpty, content.count < 1 << 16 else {
            throw BackendError(
                .authentication, "the file \(shown) of backend '\(backend)' holds no key", help: "write the key into it, and nothing else")
        }
        return key
    }
}
