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
    private let steps: Steps

    /// The differences as flags, because looking into a set for every text costs more than the work on a short one.
    private struct Steps: Hashable {
        var foldsCase: Bool
        var removesAccents: Bool
        var removesPunctuation: Bool
        var squeezesBlanks: Bool
    }

    /// A normalizer that removes these differences.
    public init(ignoring: Set<Ignorable> = []) {
        self.ignoring = ignoring
        steps = Steps(
            foldsCase: ignoring.contains(.case), removesAccents: ignoring.contains(.accents),
            removesPunctuation: ignoring.contains(.punctuation), squeezesBlanks: ignoring.contains(.whitespace))
    }

    /// The text without the differences.
    public func normalize(_ text: String) -> String {
        ignoring.isEmpty || isNormal(text) ? text : normalized(text).string
    }

    /// The text without the differences, knowing where each scalar came from.
    func normalized(_ text: String) -> NormalizedText {
        var result = folded(text)
        if steps.removesPunctuation { result.keep(Self.keptPunctuation(result.scalars)) }
        if steps.squeezesBlanks { Self.squeeze(&result) }
        return result
    }

    /// Whether a text has plainly nothing to remove; most short answers have not.
    private func isNormal(_ text: String) -> Bool {
        var afterBlank = true
        for byte in text.utf8 {
            switch byte {
            case 0x20:
                if steps.squeezesBlanks, afterBlank { return false }
                afterBlank = true
                continue
            case 0x30...0x39, 0x61...0x7A: break
            case 0x41...0x5A: if steps.foldsCase { return false }
            case 0x21...0x7E: if steps.removesPunctuation { return false }
            default: return false
            }
            afterBlank = false
        }
        return !(steps.squeezesBlanks && afterBlank && !text.isEmpty)
    }

    private func folded(_ text: String) -> NormalizedText {
        var scalars = Array(text.unicodeScalars)
        let greatest = scalars.reduce(0) { max($0, $1.value) }
        if greatest < 0x80 {
            guard steps.foldsCase else { return NormalizedText(scalars: scalars) }
            for index in scalars.indices where (0x41...0x5A).contains(scalars[index].value) {
                scalars[index] = Unicode.Scalar(UInt8(scalars[index].value) + 0x20)
            }
            return NormalizedText(scalars: scalars)
        }
        // Below U+0300 nothing composes, so normal form C changes nothing.
        if !steps.foldsCase, !steps.removesAccents, greatest < 0x300 { return NormalizedText(scalars: scalars) }
        return foldedByCharacter(text)
    }

    private func foldedByCharacter(_ text: String) -> NormalizedText {
        var known: [Character: [Unicode.Scalar]] = [:]
        var scalars: [Unicode.Scalar] = []
        var origins: [Range<Int>] = []
        scalars.reserveCapacity(text.utf8.count)
        origins.reserveCapacity(text.utf8.count)
        var offset = 0
        for character in text {
            if character.utf8.count == 1, let byte = character.utf8.first {
                scalars.append(Unicode.Scalar(steps.foldsCase && (0x41...0x5A).contains(byte) ? byte + 0x20 : byte))
                origins.append(offset..<offset + 1)
                offset += 1
                continue
            }
            let length = character.unicodeScalars.count
            let folded: [Unicode.Scalar]
            if let before = known[character] {
                folded = before
            } else {
                folded = fold(character)
                known[character] = folded
            }
            for scalar in folded {
                scalars.append(scalar)
                origins.append(offset..<offset + length)
            }
            offset += length
        }
        return NormalizedText(scalars: scalars, origins: origins)
    }

    private func fold(_ character: Character) -> [Unicode.Scalar] {
        var text = String(character)
        if steps.removesAccents {
            var bare = String.UnicodeScalarView()
            let parts = text.decomposedStringWithCanonicalMapping.unicodeScalars
            bare.append(contentsOf: parts.filter { $0.properties.generalCategory != .nonspacingMark })
            text = String(bare)
        }
        if steps.foldsCase { text = text.uppercased().unicodeScalars.map(\.properties.lowercaseMapping).joined() }
        return Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
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

    private static func squeeze(_ text: inout NormalizedText) {
        var keeps = [Bool](repeating: true, count: text.scalars.count)
        var lastKept: Int?
        for index in text.scalars.indices {
            guard text.scalars[index].isBlank else {
                lastKept = index
                continue
            }
            let follows = lastKept.map { text.scalars[$0] != " " } ?? false
            keeps[index] = follows
            text.scalars[index] = " "
            if follows { lastKept = index }
        }
        if let lastKept, text.scalars[lastKept] == " " { keeps[lastKept] = false }
        text.keep(keeps)
    }
}
