/// Why a text is no amount of money.
public enum MoneyTextError: Error, Sendable, Hashable {
    /// It is not a number in decimal digits.
    case notANumber
    /// It has more digits than an amount can keep.
    case tooFine
    /// It is beyond the greatest amount.
    case tooLarge

    /// What is wrong, as the end of a sentence that begins with the text.
    public var message: String {
        switch self {
        case .notANumber: "is not a number"
        case .tooFine: "has more digits than can be kept"
        case .tooLarge: "is too large"
        }
    }
}

extension Money {
    /// The amount of dollars written in decimal digits, such as `0.15`, `-3` or `2.5e-09`, exactly.
    ///
    /// - Parameters:
    ///   - text: The number; it never passes through a binary fraction.
    ///   - power: The power of ten that the number is multiplied by: `-6` for a price per million.
    public init(decimal text: String, timesTenToThe power: Int = 0) throws(MoneyTextError) {
        try self.init(decimalDigits: Array(text.utf8)[...], timesTenToThe: power)
    }

    /// The amount of dollars written in decimal digits, given as UTF-8 bytes.
    public init(decimalDigits bytes: ArraySlice<UInt8>, timesTenToThe power: Int = 0) throws(MoneyTextError) {
        var number = DecimalReader(bytes: bytes)
        try number.read()
        let units = try number.value(timesTenToThe: power + Self.decimals)
        self.init(units: units)
        guard self.units == units else { throw .tooLarge }
    }
}

/// Takes a decimal number apart into its digits and a power of ten.
private struct DecimalReader {
    let bytes: ArraySlice<UInt8>
    private var position: Int
    private var isNegative = false
    private var digits: UInt128 = 0
    private var power = 0
    /// Zeros after the digits that count only when another digit follows.
    private var zeros = 0

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func read() throws(MoneyTextError) {
        isNegative = take("-")
        if !isNegative { _ = take("+") }
        let whole = try readDigits(powerOfEach: 0)
        let fraction = take(".") ? try readDigits(powerOfEach: -1) : 0
        guard whole + fraction > 0 else { throw .notANumber }
        if take("e") || take("E") { try readExponent() }
        guard position == bytes.endIndex else { throw .notANumber }
    }

    /// The number times a power of ten, which must be whole.
    func value(timesTenToThe shift: Int) throws(MoneyTextError) -> Int128 {
        guard digits != 0 else { return 0 }
        let exponent = power + zeros + shift
        guard exponent >= 0 else { throw .tooFine }
        guard exponent <= 38 else { throw .tooLarge }
        var value = digits
        for _ in 0..<exponent {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw .tooLarge }
            value = product
        }
        guard let magnitude = Int128(exactly: value) else { throw .tooLarge }
        return isNegative ? -magnitude : magnitude
    }

    private mutating func readDigits(powerOfEach: Int) throws(MoneyTextError) -> Int {
        let start = position
        while position < bytes.endIndex, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[position] {
            try add(digit: bytes[position] - UInt8(ascii: "0"))
            power += powerOfEach
            position += 1
        }
        return position - start
    }

    private mutating func add(digit: UInt8) throws(MoneyTextError) {
        if digit == 0 {
            if digits != 0 { zeros += 1 }
            return
        }
        for _ in 0...zeros {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            // More than 38 digits that matter: either too many decimals or too large a number.
            guard !overflow, product < UInt128.max - 9 else { throw .tooFine }
            digits = product
        }
        zeros = 0
        digits += UInt128(digit)
    }

    private mutating func readExponent() throws(MoneyTextError) {
        let falls = take("-")
        if !falls { _ = take("+") }
        var exponent = 0
        let start = position
        while position < bytes.endIndex, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[position] {
            // A larger exponent cannot be kept, whatever its value.
            exponent = min(exponent * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1_000_000)
            position += 1
        }
        guard position > start else { throw .notANumber }
        power += falls ? -exponent : exponent
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
