extension Unicode.Scalar {
    /// White space, line ends included.
    var isBlank: Bool { isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace }

    /// A decimal digit of any script.
    var isDigit: Bool { isASCII ? (0x30...0x39).contains(value) : properties.generalCategory == .decimalNumber }

    /// The value of a decimal digit of any script, otherwise nil.
    var digitValue: Int? {
        if isASCII { return isDigit ? Int(value) - 0x30 : nil }
        guard isDigit, let value = properties.numericValue else { return nil }
        return Int(exactly: value)
    }

    /// A letter of any script, or a mark that belongs to one.
    var isLetter: Bool {
        if isASCII { return (0x41...0x5A).contains(value & ~0x20) }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .letterNumber:
            true
        default: false
        }
    }

    /// A letter, a digit or the underscore: what words are made of.
    var isWordPart: Bool { isLetter || isDigit || self == "_" }

    /// Punctuation or a symbol.
    var isPunctuation: Bool {
        if isASCII { return (0x21...0x7E).contains(value) && !isLetter && !isDigit }
        return switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }

    /// An ideograph or kana: scripts that put no blanks between words.
    var isIdeographic: Bool {
        !isASCII && (properties.isIdeographic || (0x3041...0x30FF).contains(value) || (0x31F0...0x31FF).contains(value))
    }

    /// A control character, or one that changes the direction or the look of its neighbours.
    var isControl: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
