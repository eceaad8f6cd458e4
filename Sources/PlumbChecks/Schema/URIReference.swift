/// Resolution of URI references (RFC 3986 §5), on texts.
enum URIReference {
    /// The parts of a URI reference; nil means that the part is absent.
    private struct Parts {
        var scheme: Substring?
        var authority: Substring?
        var path: Substring
        var query: Substring?
        var fragment: Substring?

        init(_ text: String) {
            var rest = text[...]
            if let mark = rest.firstIndex(of: "#") {
                fragment = rest[rest.index(after: mark)...]
                rest = rest[..<mark]
            }
            if let mark = rest.firstIndex(of: "?") {
                query = rest[rest.index(after: mark)...]
                rest = rest[..<mark]
            }
            if let colon = rest.firstIndex(of: ":"), rest.first?.isLetter == true,
                rest[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
            {
                scheme = rest[..<colon]
                rest = rest[rest.index(after: colon)...]
            }
            if rest.hasPrefix("//") {
                rest = rest.dropFirst(2)
                let end = rest.firstIndex(of: "/") ?? rest.endIndex
                authority = rest[..<end]
                rest = rest[end...]
            }
            path = rest
        }
    }

    /// The absolute URI that a reference means inside a document.
    static func resolve(_ reference: String, against base: String) -> String {
        let relative = Parts(reference)
        if let scheme = relative.scheme {
            return text(scheme, relative.authority, withoutDots(relative.path), relative.query, relative.fragment)
        }
        let outer = Parts(base)
        let scheme = outer.scheme
        if relative.authority != nil {
            return text(scheme, relative.authority, withoutDots(relative.path), relative.query, relative.fragment)
        }
        if relative.path.isEmpty {
            return text(scheme, outer.authority, String(outer.path), relative.query ?? outer.query, relative.fragment)
        }
        let path = relative.path.hasPrefix("/") ? String(relative.path) : merged(outer, relative.path)
        return text(scheme, outer.authority, withoutDots(path[...]), relative.query, relative.fragment)
    }

    private static func merged(_ base: Parts, _ path: Substring) -> String {
        if base.authority != nil, base.path.isEmpty { return "/" + path }
        guard let slash = base.path.lastIndex(of: "/") else { return String(path) }
        return String(base.path[...slash] + path)
    }

    private static func withoutDots(_ path: Substring) -> String {
        guard path.contains("./") || path.hasSuffix(".") else { return String(path) }
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 || kept.first.map({ !$0.isEmpty }) == true { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return kept.joined(separator: "/")
    }

    private static func text(
        _ scheme: Substring?, _ authority: Substring?, _ path: String, _ query: Substring?, _ fragment: Substring?
    ) -> String {
        var text = scheme.map { "\($0):" } ?? ""
        if let authority { text += "//\(authority)" }
        text += path
        if let query { text += "?\(query)" }
        if let fragment { text += "#\(fragment)" }
        return text
    }
}

extension String {
    /// A URI up to its fragment.
    var withoutFragment: String { String(prefix { $0 != "#" }) }

    /// A URI's fragment with percent signs decoded, or nothing.
    var fragment: String {
        guard let mark = firstIndex(of: "#") else { return "" }
        var bytes: [UInt8] = []
        var rest = self[index(after: mark)...].utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let decoded = UInt8(Substring(rest.prefix(2)), radix: 16) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
