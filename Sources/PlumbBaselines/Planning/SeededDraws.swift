/// Draws that look random and are the same on every machine (SplitMix64: Steele, Lea and Flood 2014).
struct SeededDraws: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Draws that depend on some texts and numbers, and on nothing else (FNV-1a over their UTF-8).
    init(seed: UInt64, _ parts: String...) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        state = hash
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A whole number in 0 ..< `bound`; 0 for a bound below 1.
    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next(upperBound: UInt64(bound))) : 0 }
}
