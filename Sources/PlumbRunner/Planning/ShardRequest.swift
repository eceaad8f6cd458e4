public import PlumbModel

/// Which part of a run a command is to ask, as typed: `2/4`, `auto`, or `auto/4` where the machine does not tell how many parts there are.
public enum ShardRequest: Sendable, Hashable {
    /// This part.
    case fixed(Shard)
    /// The part that the environment tells, of as many as given here.
    case automatic(count: Int?)

    /// A request as typed; nil when it says no such thing.
    public init?(_ text: String) {
        if text == "auto" {
            self = .automatic(count: nil)
        } else if text.hasPrefix("auto/") {
            guard let shard = Shard("1/" + text.dropFirst("auto/".count)) else { return nil }
            self = .automatic(count: shard.count)
        } else {
            guard let shard = Shard(text) else { return nil }
            self = .fixed(shard)
        }
    }

    /// The part to ask, on a machine with this environment.
    public func shard(in environment: [String: String]) throws(ShardError) -> Shard {
        switch self {
        case .fixed(let shard): return shard
        case .automatic(let count): return try Self.shard(count: count, environment)
        }
    }

    private static func shard(count: Int?, _ environment: [String: String]) throws(ShardError) -> Shard {
        for service in ShardService.all where service.isHere(environment) {
            return try service.shard(count: count, environment)
        }
        throw ShardService.unknown(environment)
    }
}

/// Why the part to ask cannot be told from the environment.
public struct ShardError: Error, Sendable, Hashable {
    /// What is wrong, as a phrase without a full stop.
    public var message: String
    /// What to do about it, as a phrase.
    public var help: String

    /// An error with its remedy.
    public init(_ message: String, help: String) {
        self.message = message
        self.help = help
    }
}
