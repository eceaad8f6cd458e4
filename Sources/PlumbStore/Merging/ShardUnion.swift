import PlumbModel

/// Shards of one run as far as they are known: joining them gives the same in every order and grouping.
struct ShardUnion: Sendable, Hashable {
    /// A shard and where it came from.
    struct Member: Sendable, Hashable {
        /// The shard's run.
        var header: RunHeader
        /// The file it was read from, for messages.
        var file: String
    }

    /// The shards by their indexes.
    private(set) var members: [Int: Member]
    private let count: Int

    /// One shard; throws when the run is none.
    init(_ header: RunHeader, from file: String) throws(StoreError) {
        guard let part = header.record.part else {
            throw StoreError(
                .invalidFile, "\(file): run \(header.record.id) is a whole run and no shard",
                help: "plumb store import takes whole runs; plumb merge joins what plumb run --shard made")
        }
        members = [part.shard.index: Member(header: header, file: file)]
        count = part.shard.count
    }

    /// The shards in the order of their indexes.
    var sorted: [Member] { members.sorted { $0.key < $1.key }.map(\.value) }

    /// Both together; throws when a shard is in both, or when they are not of one run.
    func joined(_ other: ShardUnion) throws(StoreError) -> ShardUnion {
        guard let mine = sorted.first, let theirs = other.sorted.first else { return self }
        if let reason = Self.difference(mine.header.record, theirs.header.record) {
            throw Self.refusal("\(theirs.name) does not belong to \(mine.name): \(reason)", help: Self.foreign)
        }
        var joined = self
        for (index, member) in other.members.sorted(by: { $0.key < $1.key }) {
            if let present = members[index] {
                let files = present.file == member.file ? "twice in \(member.file)" : "in \(present.file) and in \(member.file)"
                throw Self.refusal("shard \(index)/\(count) is there twice: \(files)", help: "give each shard once")
            }
            joined.members[index] = member
        }
        return joined
    }

    /// Throws when a shard is missing.
    func complete() throws(StoreError) {
        let missing = (1...count).filter { members[$0] == nil }
        guard let first = missing.first else { return }
        let names = missing.prefix(8).map { "\($0)/\(count)" }.joined(separator: ", ") + (missing.count > 8 ? ", …" : "")
        let suite = sorted.first?.header.record.suite ?? ""
        throw Self.refusal(
            "\(missing.count == 1 ? "shard \(names) is" : "shards \(names) are") missing of suite '\(suite)'",
            help: "run it: plumb run --shard \(first)/\(count), then plumb store export --newest -o shard-\(first).jsonl")
    }

    private static let foreign = "all shards must be asked by one version of Plumb, of one suite, with the same options"

    private static func refusal(_ message: String, help: String) -> StoreError { StoreError(.invalidFile, message, help: help) }

    /// Why two shards are not of one run; nil when they are.
    private static func difference(_ left: RunRecord, _ right: RunRecord) -> String? {
        func differ<Value: Equatable>(_ what: String, _ path: (RunRecord) -> Value, _ text: (Value) -> String) -> String? {
            path(left) == path(right) ? nil : "\(what) \(text(path(right))), not \(text(path(left)))"
        }
        if let reason = differ("it is of suite", \.suite, { "'\($0)'" }) { return reason }
        if let reason = differ("it was made by Plumb", \.toolVersion, { $0 }) { return reason }
        if let reason = differ("it is one of", { $0.part?.shard.count ?? 1 }, { "\($0)" }) { return reason }
        if let reason = differ("it was made by plumb", \.purpose, \.rawValue) { return reason }
        if let reason = differ("its cases were to be asked", \.repetitions, { "\($0) times" }) { return reason }
        if let reason = variantDifference(left.variants, right.variants) { return reason }
        return left.wholePlanHash == right.wholePlanHash ? nil : "other cases were selected"
    }

    private static func variantDifference(_ left: [RunRecord.Variant], _ right: [RunRecord.Variant]) -> String? {
        guard left.map(\.name) == right.map(\.name) else { return "other variants were asked" }
        for (left, right) in zip(left, right) where left != right {
            let parts: [(String, Bool)] = [
                ("its cases differ", left.fingerprint.cases == right.fingerprint.cases),
                ("its checks differ", left.fingerprint.checks == right.fingerprint.checks),
                ("the prompt of '\(left.name)' differs", left.fingerprint.prompt == right.fingerprint.prompt),
                ("the parameters of '\(left.name)' differ", left.fingerprint.parameters == right.fingerprint.parameters),
                ("the extraction of '\(left.name)' differs", left.fingerprint.extraction == right.fingerprint.extraction),
                ("'\(left.name)' was asked of another model", left.fingerprint.model == right.fingerprint.model),
                ("'\(left.name)' was asked of another backend", left.backend == right.backend),
            ]
            return parts.first { !$0.1 }?.0 ?? "'\(left.name)' was asked otherwise"
        }
        return nil
    }
}

extension ShardUnion.Member {
    /// How a message calls the shard.
    fileprivate var name: String { "shard \(header.record.part?.shard.description ?? "1/1") in \(file)" }
}
