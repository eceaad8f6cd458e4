import Foundation

/// A request as far as the viewer looks at it.
struct ViewerRequest: Sendable {
    /// `GET`, `HEAD` or something else.
    var method: String
    /// The path, decoded segment by segment: `/runs/a%2Fb` is `["runs", "a/b"]`.
    var path: [String]
    /// The query's parameters; of equal names the first counts.
    var query: [String: String]
    /// The headers that matter, by their names in small letters.
    var headers: [String: String]

    /// A request for a target such as `/compare?suite=triage`; nil when its escapes are broken.
    init?(method: String = "GET", target: String, headers: [String: String] = [:]) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, first.hasPrefix("/") else { return nil }
        var path: [String] = []
        for segment in first.split(separator: "/", omittingEmptySubsequences: true) {
            guard let decoded = String(segment).removingPercentEncoding else { return nil }
            path.append(decoded)
        }
        self.method = method
        self.path = path
        query = parts.count > 1 ? Self.parameters(parts[1]) : [:]
        self.headers = headers
    }

    /// The parameters of a form's query, in which a plus is a blank.
    private static func parameters(_ query: Substring) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { side in
                side.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            guard let name = sides.first, parameters[name] == nil else { continue }
            parameters[name] = sides.count > 1 ? sides[1] : ""
        }
        return parameters
    }
}

/// Addresses of the viewer's own pages.
enum Link {
    static let home = "/"
    static let runs = "/runs"
    static let compare = "/compare"

    /// A suite's page.
    static func suite(_ name: String) -> String { path(["suites", name]) }
    /// The newest run of each of a suite's variants, as one page.
    static func newest(_ suite: String) -> String { path(["suites", suite, "newest"]) }
    /// A run's page.
    static func run(_ id: String) -> String { path(["runs", id]) }
    /// Two measurements of a suite side by side.
    static func comparison(_ suite: String, _ names: [String]) -> String { path(["compare", suite] + names) }

    /// A path of segments, everything in them escaped but unreserved characters (RFC 3986, section 2.3).
    static func path(_ segments: [String]) -> String { segments.map { "/" + escaped($0) }.joined() }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
