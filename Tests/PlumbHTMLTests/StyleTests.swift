import Testing

@testable import PlumbHTML

/// Colours can be told apart by everybody: WCAG 2.2, success criterion 1.4.3, in both themes.
@Suite struct StyleTests {
    static let pairs = [
        ("ink", "ground"), ("ink", "sheet"), ("ink", "soft"), ("dim", "ground"), ("dim", "sheet"), ("dim", "soft"), ("accent", "ground"),
        ("accent", "sheet"), ("accent", "accent-soft"), ("ink", "accent-soft"), ("dim", "accent-soft"), ("worse", "ground"),
        ("worse", "sheet"), ("worse", "worse-soft"), ("worse", "worse-faint"), ("better", "ground"), ("better", "sheet"),
        ("better", "better-soft"), ("better", "better-faint"), ("open", "sheet"), ("open", "ground"), ("open", "open-soft"),
        ("ink", "open-soft"), ("ink", "worse-faint"), ("ink", "better-faint"), ("dim", "worse-faint"), ("dim", "better-faint"),
    ]

    @Test(arguments: ["color-scheme: light", "color-scheme: dark"]) func textStandsOutFromItsGround(theme: String) throws {
        let blocks = Assets.style.split(separator: "}").filter { $0.contains(theme) }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let colors = Dictionary(
                block.matches(of: /--([a-z-]+): #([0-9a-f]{6})/).map { (String($0.1), String($0.2)) }, uniquingKeysWith: { $1 })
            for (text, ground) in Self.pairs {
                let ratio = Self.contrast(try #require(colors[text]), try #require(colors[ground]))
                #expect(ratio >= 4.5, "\(text) on \(ground) has a contrast of \(ratio) under \(theme)")
            }
        }
    }

    @Test func theChosenDarkIsTheSystemsDark() throws {
        let blocks = Assets.style.split(separator: "}").filter { $0.contains("color-scheme: dark") }
            .map { $0.matches(of: /--[a-z-]+: [^;]+/).map { String($0.0) } }
        #expect(blocks.count == 2)
        #expect(blocks.first == blocks.last)
    }

    private static func contrast(_ first: String, _ second: String) -> Double {
        let (one, other) = (luminance(first), luminance(second))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    /// Relative luminance of an sRGB colour; the power 2.4 as its fifth root squared, six times over.
    private static func luminance(_ color: String) -> Double {
        let channels = stride(from: 0, to: 6, by: 2).map { place in
            let digits = color.dropFirst(place).prefix(2)
            let value = Double(Int(digits, radix: 16) ?? 0) / 255
            return value <= 0.040_45 ? value / 12.92 : power((value + 0.055) / 1.055)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    /// `base` to the power of 2.4 by Newton's iteration for the fifth root.
    private static func power(_ base: Double) -> Double {
        var root = 1.0
        for _ in 0..<60 { root = (4 * root + base / (root * root * root * root)) / 5 }
        return base * base * root * root
    }
}
