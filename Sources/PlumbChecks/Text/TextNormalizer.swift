import Foundation
public import PlumbModel

/// Makes texts comparable by removing the differences that are to be overlooked.
///
/// - case: every letter becomes its upper-case, then its lower-case form, so that `ß` equals `SS`.
/// - accents: combining marks are removed, so that `é` equals `e`.
/// - punctuation: punctuation and symbols are removed, except inside a number (`3.5`, `12:30`) and a sign before one (`-5`).
/// - white space: runs become one blank, and none is left at either end.
///
/// What the reader cannot tell apart is equal in any case: texts are brought to Unicode's normal form C.
public struct TextNormalizer: Sendable, Hashable {
    /// The differences that are overlooked.
    public let ignoring: Set<Ignorable>

    /// A normalizer that removes these differences.
    public init(ignoring: Set<Ignorable> = []) { self.ignoring = ignoring }

    /// The text without the differences.
    public func normalize(_ text: String) -> String { ignoring.isEmpty ? text : normalized(text).string }

    /// The text without the differences, knowing where each scalar came from.
    func normalized(_ text: String) -> NormalizedText {
        var result = folded(text)
        if ignoring.contains(.punctuation) { result = result.keeping(Self.keptPunctuation(result.scalars)) }
        if ignoring.contains(.whitespace) { result = Self.squeezed(result) }
        return result
    }

    private func folded(_ text: String) -> NormalizedText {
        let scalars = Array(text.unicodeScalars)
        // Below U+0300 nothing composes, so normal form C is a no-op.
        let foldsCase = ignoring.contains(.case)
        if scalars.allSatisfy(\.isASCII) {
            return NormalizedText(scalars: foldsCase ? scalars.map(Self.lowercasedASCII) : scalars, origins: nil)
        }
        if !foldsCase, !ignoring.contains(.accents), scalars.allSatisfy({ $0.value < 0x300 }) {
            return NormalizedText(scalars: scalars, origins: nil)
        }
        return foldedByCharacter(text)
    }

    private func foldedByCharacter(_ text: String) -> NormalizedText {
        var known: [Character: [Unicode.Scalar]] = [:]
        var scalars: [Unicode.Scalar] = []
        var origins: [Range<Int>] = []
        var offset = 0
        for character in text {
            let length = character.unicodeScalars.count
            let folded = known[character] ?? fold(character)
            known[character] = folded
            scalars += folded
            origins += repeatElement(offset..<offset + length, count: folded.count)
            offset += length
        }
        return NormalizedText(scalars: scalars, origins: origins)
    }

    private func fold(_ character: Character) -> [Unicode.Scalar] {
        var text = String(character)
        if ignoring.contains(.accents) {
            var bare = String.UnicodeScalarView()
            bare.append(
                contentsOf: text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                    $0.properties.generalCategory != .nonspacingMark
                })
            text = String(bare)
        }
        if ignoring.contains(.case) {
            text = text.uppercased().unicodeScalars.map(\.properties.lowercaseMapping).joined()
        }
        return Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    private static func lowercasedASCII(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar
    }

    /// Whether each scalar stays when punctuation is removed.
    private static func keptPunctuation(_ scalars: [Unicode.Scalar]) -> [Bool] {
        scalars.indices.map { index in
            let scalar = scalars[index]
            guard scalar.isPunctuation else { return true }
            guard index + 1 < scalars.count, scalars[index + 1].isDigit else { return false }
            if index > 0, scalars[index - 1].isDigit { return true }
            let isSign = scalar == "-" || scalar == "+" || scalar == "\u{2212}"
            return isSign && (index == 0 || scalars[index - 1].isBlank)
        }
    }

    private static func squeezed(_ text: NormalizedText) -> NormalizedText {
        var keeps = [Bool](repeating: true, count: text.scalars.count)
        var scalars = text.scalars
        var afterBlank = true
        for index in scalars.indices {
            guard scalars[index].isBlank else {
                afterBlank = false
                continue
            }
            keeps[index] = !afterBlank
            scalars[index] = " "
            afterBlank = true
        }
        if let last = keeps.lastIndex(of: true), scalars[last] == " " { keeps[last] = false }
        return NormalizedText(scalars: scalars, origins: text.origins).keeping(keeps)
    }
}
