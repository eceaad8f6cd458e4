import PlumbHTML
import PlumbModel

/// What the viewer answers.
struct ViewerResponse: Sendable {
    /// How it went.
    enum Status: Int, Sendable, Hashable {
        case fine = 200
        case seeOther = 303
        case malformed = 400
        case forbidden = 403
        case missing = 404
        case wrongMethod = 405
        case misdirected = 421
        case failed = 500

        /// The status in words (RFC 9110, section 15).
        var phrase: String {
            switch self {
            case .fine: "OK"
            case .seeOther: "See Other"
            case .malformed: "Bad Request"
            case .forbidden: "Forbidden"
            case .missing: "Not Found"
            case .wrongMethod: "Method Not Allowed"
            case .misdirected: "Misdirected Request"
            case .failed: "Internal Server Error"
            }
        }
    }

    /// What the body is.
    enum Kind: String, Sendable, Hashable {
        case page = "text/html; charset=utf-8"
        case data = "application/json; charset=utf-8"
        case text = "text/plain; charset=utf-8"
    }

    var status: Status
    var kind: Kind
    var body: [UInt8]
    /// Headers beside those of ``Policy``.
    var headers: [String: String] = [:]

    /// A page.
    static func page(_ text: String, status: Status = .fine) -> ViewerResponse {
        ViewerResponse(status: status, kind: .page, body: Array(text.utf8))
    }

    /// Data for a page's script.
    static func data(_ json: JSON) -> ViewerResponse {
        var body: [UInt8] = []
        json.append(to: &body)
        return ViewerResponse(status: .fine, kind: .data, body: body)
    }

    /// A line for whoever does not read pages.
    static func text(_ text: String, status: Status) -> ViewerResponse {
        ViewerResponse(status: status, kind: .text, body: Array((text + "\n").utf8))
    }

    /// The way to another page of the viewer.
    static func seeOther(_ link: String) -> ViewerResponse {
        ViewerResponse(status: .seeOther, kind: .text, body: [], headers: ["Location": link])
    }
}
