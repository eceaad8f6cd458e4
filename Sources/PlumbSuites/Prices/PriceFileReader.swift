import Foundation
public import PlumbModel

extension SuiteLoader {
    /// Reads a file of prices that a person named on the command line: litellm's, llm-prices', models.dev's or comma-separated values.
    ///
    /// A relative path starts at the current directory, then at the project's root. Dated prices are those of today;
    /// ``PriceTable/on(day:)`` gives those of another day. Throws everything wrong with it.
    public func prices(in path: String) throws(DiagnosticsError) -> PriceTable {
        let findings = Findings()
        let files = SourceFiles(root: project.root)
        let candidates = [FileManager.default.currentDirectoryPath, project.root].map { SourceFiles.absolute(path, in: $0) }
        let found = candidates.first(where: Project.isFile) ?? candidates[0]
        let table = PriceFileReader(files: files, findings: findings).read(found, namedAt: nil)
        guard let table, findings.errorCount == 0 else { throw DiagnosticsError(findings.diagnostics()) }
        return table
    }
}

/// Reads a file of prices in whichever form it has.
struct PriceFileReader {
    let files: SourceFiles
    let findings: Findings
    /// The day whose prices are wanted, written `2025-01-31`.
    var day = Self.today

    /// The largest file of prices, in bytes; the largest published one has 3 MB.
    static let limit = 64 << 20

    /// Today in UTC.
    static var today: String { String(Date().ISO8601Format().prefix(10)) }

    /// The prices, or nil when the file cannot be read, which is reported.
    func read(_ path: String, namedAt place: Place?) -> PriceTable? {
        let source: SourceText
        do throws(FileProblem) { source = try files.read(path, limit: Self.limit) } catch {
            findings.file(error, namedAt: place)
            return nil
        }
        let errors = findings.errorCount
        do throws(JSONCursor.Problem) {
            guard let contents = try contents(of: source), findings.errorCount == errors else { return nil }
            if contents.listings.isEmpty {
                findings.error("no-prices", at: source.start, "'\(source.name)' lists no models", help: Self.knownForms)
                return nil
            }
            return PriceTable(contents.listings, from: contents.source)
        } catch {
            findings.error(
                "json-syntax", at: source.place(ofByte: error.offset), error.message,
                help: "'\(source.name)' is not valid JSON: fetch it anew")
            return nil
        }
    }

    /// What a file holds.
    private struct Contents {
        var listings: [String: PriceListing]
        var source: PriceSource
    }

    private func contents(of source: SourceText) throws(JSONCursor.Problem) -> Contents? {
        let page = PricePage(source: source, findings: findings)
        let listings: [String: PriceListing]
        var format = PriceSource.Format.csv
        var updatedAt: String?
        switch try PriceFormatSniffer(bytes: source.bytes).sniff() {
        case .some(.litellm):
            format = .litellm
            listings = try LitellmPrices(page: page).read()
        case .some(.llmPrices), .some(.llmPricesHistory):
            let read = try LLMPrices(page: page, day: day).read()
            listings = read.listings
            updatedAt = read.updatedAt
            format = read.isHistory ? .llmPricesHistory : .llmPrices
        case .some(.modelsDev):
            format = .modelsDev
            listings = try ModelsDevPrices(page: page).read()
        case .some(.csv):
            listings = SeparatedPrices(page: page).read()
        case nil:
            findings.error(
                "unknown-price-format", at: source.start, "'\(source.name)' has no known form of price tables", help: Self.knownForms)
            return nil
        }
        return Contents(
            listings: listings,
            source: PriceSource(file: source.name, sha256: source.sha256, format: format, updatedAt: updatedAt))
    }

    /// What can be read, for messages.
    private static let knownForms =
        "known: litellm's model_prices_and_context_window.json, llm-prices' current-v1.json and historical-v1.json, "
        + "models.dev's api.json, and CSV with the columns model,input,output,cached,unit"
}

extension SourceText {
    /// The SHA-256 of the text's bytes, 64 hexadecimal digits.
    fileprivate var sha256: String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }
}

/// Tells in which form a file of prices is, by its first entries.
struct PriceFormatSniffer {
    let bytes: [UInt8]

    /// The form, or nil when it is none of those known.
    func sniff() throws(JSONCursor.Problem) -> PriceSource.Format? {
        var cursor = JSONCursor(bytes: bytes)
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return nil }
        guard first == UInt8(ascii: "{") else { return first == UInt8(ascii: "[") ? nil : separatedValues }
        var found: PriceSource.Format?
        try cursor.object { (cursor, name) throws(JSONCursor.Problem) in
            if found == nil { found = try Self.format(of: &cursor, name: cursor.text(of: name)) } else { try cursor.skip() }
        }
        try cursor.end()
        return found
    }

    /// Values with columns called `model` and `input` in the first line.
    private var separatedValues: PriceSource.Format? {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let header = String(decoding: line.prefix(1_000), as: UTF8.self).lowercased()
        return header.contains("model") && header.contains("input") ? .csv : nil
    }

    /// The form that an entry speaks for, or nil when it speaks for none; reads past the entry.
    private static func format(of cursor: inout JSONCursor, name: String) throws(JSONCursor.Problem) -> PriceSource.Format? {
        let kind = try cursor.kind()
        if kind == .array, name == "prices" {
            try cursor.skip()
            return .llmPrices
        }
        guard kind == .object else {
            try cursor.skip()
            return nil
        }
        var found: PriceSource.Format? = name == "sample_spec" ? .litellm : nil
        try cursor.object { (cursor, member) throws(JSONCursor.Problem) in
            let member = cursor.text(of: member)
            let isObject = try cursor.kind() == .object
            if member == "models", isObject { found = found ?? .modelsDev }
            if member == "litellm_provider" || member.contains("cost_per_token") { found = found ?? .litellm }
            try cursor.skip()
        }
        return found
    }
}
