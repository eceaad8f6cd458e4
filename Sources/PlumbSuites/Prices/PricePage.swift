import PlumbModel

/// A file of prices being read, and where its findings go.
struct PricePage {
    let source: SourceText
    let findings: Findings

    /// The most dollars per token that are believed: more is a mistake of unit.
    private static let most = Money(dollars: 1)

    private static let help = "write dollars in decimal digits, such as 0.15"

    /// Reads an amount at the cursor; nil for `null`, and when it is wrong, which is reported.
    ///
    /// - Parameters:
    ///   - power: 0 for a price per token, 6 for one per million tokens.
    ///   - what: What the amount is, for messages: `'input' of 'gpt-4o'`.
    func amount(
        _ cursor: inout JSONCursor, perTenToThe power: Int, of what: @autoclosure () -> String
    ) throws(JSONCursor.Problem) -> Money? {
        let kind = try cursor.kind()
        let start = cursor.position
        guard kind == .number || kind == .string else {
            try cursor.skip()
            if kind == .object || kind == .array || cursor.bytes[start] != UInt8(ascii: "n") {
                findings.error("bad-price", at: source.place(ofByte: start), "\(what()) is not a number", help: Self.help)
            }
            return nil
        }
        let digits = kind == .number ? cursor.bytes[try cursor.number()] : Array(try cursor.string().utf8)[...]
        let end = cursor.position
        return money(digits, perTenToThe: power, at: source.place(ofByte: start, length: end - start), of: what())
    }

    /// The amount in decimal digits; nil when it is wrong, which is reported.
    func money(_ digits: ArraySlice<UInt8>, perTenToThe power: Int, at place: @autoclosure () -> Place, of what: @autoclosure () -> String)
        -> Money?
    {
        let text = { String(decoding: digits.prefix(40), as: UTF8.self) }
        do throws(MoneyTextError) {
            let amount = try Money(decimalDigits: digits, timesTenToThe: -power)
            if amount >= .zero, amount <= Self.most { return amount }
            let help = amount < .zero ? "a price is never below 0" : "is it meant per million tokens?"
            findings.error("bad-price", at: place(), "\(what()) is '\(text())', out of range", help: help)
        } catch {
            findings.error(
                "bad-price", at: place(), "\(what()): '\(text())' \(error.message)", help: Self.help)
        }
        return nil
    }
}
