import Foundation
import GRDB

/// How texts go into the database and come back unchanged.
///
/// The library below binds and reads texts as C strings, which end at the first NUL, and a model may well write one. Such texts are kept
/// as bytes.
enum StoredText {
    static func value(_ text: String) -> DatabaseValue {
        text.utf8.contains(0) ? Array(text.utf8).withUnsafeBytes { Data($0) }.databaseValue : text.databaseValue
    }

    static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .string(let text): text
        case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
        case .null, .int64, .double: nil
        }
    }

    /// FNV-1a with 64 bits (Fowler, Noll, Vo): finds candidates, which are then compared.
    static func hash(_ text: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
