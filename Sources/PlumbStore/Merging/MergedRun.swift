import PlumbModel

extension ShardUnion {
    /// The record of all shards together, whole; throws when one is missing.
    func record() throws(StoreError) -> RunRecord {
        try complete()
        let records = sorted.map(\.header.record)
        guard var merged = records.first else { throw StoreError(.failed, "there is nothing to merge") }
        // A merged run counts from when its last shard began, so that it is newer than each of them.
        let latest = records.max { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) } ?? merged
        merged.id = Self.id(latest: latest.id, of: records.map(\.id))
        merged.startedAt = latest.startedAt
        let ends = records.compactMap(\.endedAt)
        merged.endedAt = ends.count == records.count ? ends.max() : nil
        merged.status = Self.status(records.map(\.status))
        merged.planHash = merged.wholePlanHash
        merged.part = nil
        let commits = Set(records.map(\.commit))
        merged.commit = commits.count == 1 ? merged.commit : nil
        merged.details = Self.details(records)
        return merged
    }

    /// The time of the latest shard and a digest of all: merging the same shards again gives the same name.
    private static func id(latest: String, of ids: [String]) -> String {
        let time = latest.split(separator: "-").prefix(2).joined(separator: "-")
        return "\(time)-\(SHA256.hex(ids.joined(separator: "\n")).prefix(8))"
    }

    /// A whole is as finished as the least finished of its parts.
    private static func status(_ all: [RunRecord.Status]) -> RunRecord.Status {
        if all.contains(.failed) { return .failed }
        if all.contains(where: { $0 == .interrupted || $0 == .running }) { return .interrupted }
        return all.contains(.limited) ? .limited : .finished
    }

    /// What all shards have in common, and beside it what is each one's own.
    private static func details(_ records: [RunRecord]) -> JSON {
        let all = records.map { $0.details?.object ?? JSONObject() }
        var merged = JSONObject()
        for (name, value) in all.first ?? JSONObject() where all.allSatisfy({ $0[name] == value }) { merged[name] = value }
        merged["shards"] = .array(
            zip(records, all).map { record, details in
                var own: JSONObject = [
                    "shard": .string(record.part?.shard.description ?? ""), "run": .string(record.id),
                    "status": .string(record.status.rawValue), "commit": record.commit.map(JSON.string) ?? .null,
                ]
                let rest = details.filter { merged[$0.name] == nil }
                if !rest.isEmpty { own["details"] = .object(JSONObject(members: rest.map { ($0.name, $0.value) })) }
                return .object(own)
            })
        return .object(merged)
    }
}
