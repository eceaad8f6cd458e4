import Testing

@testable import PlumbModel

@Suite("Exact money")
struct MoneyTests {
    static let amounts: [(String, String)] = [
        ("0", "0"), ("-0", "0"), ("0.15", "0.15"), (".5", "0.5"), ("5.", "5"), ("+3", "3"), ("-2.50", "-2.5"), ("1e3", "1000"),
        ("100", "100"), ("1.9e-08", "0.000000019"), ("2.5e-9", "0.0000000025"), ("2.5E-09", "0.0000000025"),
        ("3.75e-08", "0.0000000375"), ("5.0000000000000004e-08", "0.000000050000000000000004"),
        ("2.9999900000000002e-06", "0.0000029999900000000002"), ("0.0000000000000000000000000000000000000000", "0"),
        ("0.1000000000000000000000000000000000000000000000000000000", "0.1"), ("0e999999999999", "0"), ("1e-30", "0." + zeros(29) + "1"),
        ("9000000", "9000000"), ("0.00000000000000000000000000100e3", "0." + zeros(23) + "1"),
    ]

    private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

    @Test(arguments: amounts) func readsDecimalsExactly(written: String, exact: String) throws {
        let amount = try Money(decimal: written)
        #expect(amount.decimalText == exact)
        #expect(try Money(decimal: amount.decimalText) == amount)
    }

    static let bad: [(String, MoneyTextError)] = [
        ("", .notANumber), (".", .notANumber), ("e5", .notANumber), ("1e", .notANumber), ("1e+", .notANumber), (" 1", .notANumber),
        ("1 ", .notANumber), ("0x1", .notANumber), ("nan", .notANumber), ("inf", .notANumber), ("--1", .notANumber), ("1.2.3", .notANumber),
        ("1,5", .notANumber), ("$1", .notANumber), ("١", .notANumber), ("1e-31", .tooFine), ("1e-999999999999999999999", .tooFine),
        ("1e7", .tooLarge), ("1e99", .tooLarge), ("1e999999999999999999999", .tooLarge), ("-1e8", .tooLarge),
        ("0.1234567890123456789012345678901", .tooFine),
    ]

    @Test(arguments: bad) func refusesWhatItCannotKeep(written: String, error: MoneyTextError) {
        #expect(throws: error) { try Money(decimal: written) }
    }

    @Test func shiftsByPowersOfTen() throws {
        #expect(try Money(decimal: "0.15", timesTenToThe: -6) == Money(picodollars: 150_000))
        #expect(try Money(decimal: "0.19999999999999998", timesTenToThe: -6).decimalText == "0.00000019999999999999998")
        #expect(try Money(decimal: "15", timesTenToThe: 2) == Money(dollars: 1500))
    }

    @Test func roundsToPicodollarsOnlyWhenAsked() throws {
        #expect(try Money(decimal: "0.4e-12").picodollars == 0)
        #expect(try Money(decimal: "0.5e-12").picodollars == 1)
        #expect(try Money(decimal: "-0.5e-12").picodollars == -1)
        #expect(try (Money(decimal: "0.4e-12") * 5).picodollars == 2)
        #expect(Money(picodollars: .max).picodollars == .max)
    }

    /// A whole number of any size, in digits of base 10, lowest first: slow, and plainly right.
    struct Plain: Equatable {
        var digits: [Int] = []

        init(_ text: String) { digits = text.reversed().compactMap(\.wholeNumberValue) }

        static func + (left: Plain, right: Plain) -> Plain {
            var sum = Plain("")
            var carry = 0
            for index in 0..<max(left.digits.count, right.digits.count) + 1 {
                let total =
                    (left.digits.indices.contains(index) ? left.digits[index] : 0)
                    + (right.digits.indices.contains(index) ? right.digits[index] : 0) + carry
                sum.digits.append(total % 10)
                carry = total / 10
            }
            return sum.trimmed
        }

        static func * (left: Plain, right: Plain) -> Plain {
            var product = Plain("0")
            for (index, digit) in right.digits.enumerated() {
                var shifted = left
                shifted.digits.insert(contentsOf: repeatElement(0, count: index), at: 0)
                for _ in 0..<digit { product = product + shifted }
            }
            return product.trimmed
        }

        var trimmed: Plain {
            var copy = self
            while copy.digits.count > 1, copy.digits.last == 0 { copy.digits.removeLast() }
            return copy
        }
    }

    /// The amount in units of 10⁻³⁰ dollars.
    private func units(_ money: Money) -> Plain {
        let parts = money.decimalText.split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        return Plain(parts[0] + fraction + String(repeating: "0", count: 30 - fraction.count)).trimmed
    }

    @Test func costsAreExactAndAddUp() throws {
        var random = SplitMix(state: 7)
        for _ in 0..<200 {
            let digits = (0..<4).map { _ in String(random.next() % 100_000_000_000_000_000) }
            let money = try digits.map { try Money(decimal: "\($0)e-24") }
            let price = Price(
                standard: .init(base: .init(input: money[0], output: money[1], cachedInput: money[2], reasoning: money[3])))
            let usages = (0..<3).map { _ in
                let (input, output) = (Int(random.next() % 1_000_000), Int(random.next() % 1_000_000))
                return Usage(
                    input: input, output: output, cachedInput: Int(random.next() % UInt64(input + 1)),
                    reasoning: Int(random.next() % UInt64(output + 1)))
            }
            let sum = usages.map(price.cost).reduce(.zero, +)
            let expected = usages.map { usage in
                let counts = [
                    usage.input - usage.cachedInput, usage.output - usage.reasoning, usage.cachedInput, usage.reasoning,
                ]
                return zip(digits, counts).map { Plain($0 + "000000") * Plain(String($1)) }.reduce(Plain("0"), +)
            }.reduce(Plain("0"), +)
            #expect(units(sum) == expected.trimmed)
            #expect(price.cost(of: usages[0] + usages[1] + usages[2]) == sum)
        }
    }

    private struct SplitMix {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
