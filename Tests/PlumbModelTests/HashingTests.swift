import PlumbModel
import Testing

/// Vectors of FIPS 180-4 and of NIST's Cryptographic Algorithm Validation Program.
@Suite struct HashingTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        ("é😀", "1184d1f608158eea09d297565575892231550c403aaa913008d867a97cfd5c76"),
    ]) func knownTexts(text: String, digest: String) {
        #expect(SHA256.hex(text) == digest)
    }

    @Test func aMillionLetters() {
        #expect(SHA256.hex(String(repeating: "a", count: 1_000_000)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func binaryMessages() {
        func digest(_ bytes: [UInt8]) -> String {
            var hash = SHA256()
            hash.update(bytes)
            return hash.finish()
        }
        #expect(digest([0xD3]) == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")
        #expect(digest([0x11, 0xAF]) == "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98")
        #expect(digest([UInt8](repeating: 0, count: 55)) == "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7")
        #expect(digest([UInt8](repeating: 0, count: 56)) == "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb")
        #expect(digest([UInt8](repeating: 0, count: 57)) == "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785")
        #expect(digest([UInt8](repeating: 0, count: 64)) == "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b")
    }

    @Test func piecesMakeNoDifference() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var whole = SHA256()
        whole.update(bytes)
        let expected = whole.finish()
        for size in [1, 7, 63, 64, 65, 128, 999] {
            var pieces = SHA256()
            for start in stride(from: 0, to: bytes.count, by: size) { pieces.update(Array(bytes[start..<min(start + size, bytes.count)])) }
            pieces.update([])
            #expect(pieces.finish() == expected)
        }
    }
}
