public import PlumbModel

/// What a run went through that its answers do not show: which calls were made again and why, and what it waited for.
public struct WeatherReport: Sendable, Hashable {
    /// What happened with one backend.
    public struct Lane: Sendable, Hashable {
        /// The backend's name, as in messages: `backend 'local'`.
        public var name: String
        /// How often calls were made again, by what had gone wrong.
        public var retried: [BackendError.Kind: Int] = [:]
        /// How many trials were given up, by what had gone wrong last.
        public var givenUp: [BackendError.Kind: Int] = [:]
        /// How long nothing was asked because the server asked to wait or limited the rate of every call.
        public var paused: Duration = .zero
        /// How long calls were held back by the limits for a minute that were set for the backend.
        public var heldBack: Duration = .zero
        /// The fewest calls that were allowed at once after the server had limited the rate; nil when it did not.
        public var slowest: Int?
        /// How long fewer calls than wanted were allowed at once after the server had limited the rate.
        public var slowed: Duration = .zero

        /// A backend with which nothing happened.
        public init(name: String) { self.name = name }

        /// Whether nothing happened.
        public var isCalm: Bool { self == Lane(name: name) }
        /// How often calls were made again.
        public var retries: Int { retried.values.reduce(0, +) }
    }

    /// The backends, in the order in which the run asked them.
    public var lanes: [Lane]

    /// A report of what happened.
    public init(lanes: [Lane] = []) { self.lanes = lanes }

    /// Whether nothing happened.
    public var isCalm: Bool { lanes.allSatisfy(\.isCalm) }
    /// How often calls were made again.
    public var retries: Int { lanes.reduce(0) { $0 + $1.retries } }

    /// What happened, a sentence without a full stop for each backend with which something did.
    public var sentences: [String] {
        lanes.filter { !$0.isCalm }.map { lanes.count > 1 ? "\($0.name): \($0.sentence)" : $0.sentence }
    }

    /// What happened in two executions of a run together, such as before and after it was interrupted.
    public static func + (left: WeatherReport, right: WeatherReport) -> WeatherReport {
        var sum = left
        for lane in right.lanes {
            if let place = sum.lanes.firstIndex(where: { $0.name == lane.name }) {
                sum.lanes[place].add(lane)
            } else {
                sum.lanes.append(lane)
            }
        }
        return sum
    }

    /// What happened with each backend, as it is kept beside a run.
    public var json: JSON { .array(lanes.map(\.json)) }

    /// The report that was kept, or nil when it is none.
    public init?(json: JSON) {
        guard case .array(let items) = json else { return nil }
        let lanes = items.compactMap(Lane.init(json:))
        guard lanes.count == items.count else { return nil }
        self.init(lanes: lanes)
    }
}

extension WeatherReport.Lane {
    fileprivate mutating func add(_ other: WeatherReport.Lane) {
        retried.merge(other.retried, uniquingKeysWith: +)
        givenUp.merge(other.givenUp, uniquingKeysWith: +)
        paused += other.paused
        heldBack += other.heldBack
        slowed += other.slowed
        slowest = [slowest, other.slowest].compactMap { $0 }.min()
    }

    /// What happened, such as `12 calls were retried (8 rate-limited, 4 timeouts), slowed to 16 at once for 40 s`.
    var sentence: String {
        var parts: [String] = []
        if retries > 0 { parts.append("\(retries) \(retries == 1 ? "call was" : "calls were") retried (\(Self.list(retried)))") }
        let lost = givenUp.values.reduce(0, +)
        if lost > 0 { parts.append("\(lost) \(lost == 1 ? "was" : "were") given up (\(Self.list(givenUp)))") }
        if let slowest { parts.append("slowed to \(slowest) at once\(slowed > .zero ? " for \(slowed.shownSeconds) s" : "")") }
        if paused > .zero { parts.append("asked nothing for \(paused.shownSeconds) s to let the server recover") }
        if heldBack > .zero { parts.append("held back for \(heldBack.shownSeconds) s by the limits for a minute") }
        return parts.joined(separator: ", ")
    }

    private static func list(_ counts: [BackendError.Kind: Int]) -> String {
        counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { "\($0.value) \($0.key.adjective(count: $0.value))" }.joined(separator: ", ")
    }

    var json: JSON {
        var object = JSONObject()
        object["name"] = .string(name)
        object["retried"] = Self.json(retried)
        object["given_up"] = Self.json(givenUp)
        object["paused_seconds"] = .double(paused.inSeconds)
        object["held_back_seconds"] = .double(heldBack.inSeconds)
        object["slowest"] = slowest.map(JSON.integer)
        object["slowed_seconds"] = .double(slowed.inSeconds)
        return .object(object)
    }

    init?(json: JSON) {
        guard case .object(let object) = json, case .string(let name)? = object["name"] else { return nil }
        self.init(name: name)
        retried = Self.counts(object["retried"])
        givenUp = Self.counts(object["given_up"])
        paused = Self.duration(object["paused_seconds"])
        heldBack = Self.duration(object["held_back_seconds"])
        slowed = Self.duration(object["slowed_seconds"])
        if case .integer(let count)? = object["slowest"] { slowest = count }
    }

    private static func json(_ counts: [BackendError.Kind: Int]) -> JSON {
        var object = JSONObject()
        for (kind, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { object[kind.rawValue] = .integer(count) }
        return .object(object)
    }

    private static func counts(_ json: JSON?) -> [BackendError.Kind: Int] {
        guard case .object(let object)? = json else { return [:] }
        var counts: [BackendError.Kind: Int] = [:]
        for kind in BackendError.Kind.allCases {
            if case .integer(let count)? = object[kind.rawValue] { counts[kind] = count }
        }
        return counts
    }

    private static func duration(_ json: JSON?) -> Duration {
        switch json {
        case .double(let seconds)? where seconds.isFinite && abs(seconds) < 1e12: .seconds(seconds)
        case .integer(let seconds)? where abs(seconds) < 1_000_000_000_000: .seconds(seconds)
        default: .zero
        }
    }
}

extension BackendError.Kind {
    /// What happened to calls that failed so, after their count.
    fileprivate func adjective(count: Int) -> String {
        switch self {
        case .timeout: count == 1 ? "timeout" : "timeouts"
        case .connection: count == 1 ? "broken connection" : "broken connections"
        case .malformedResponse: count == 1 ? "malformed answer" : "malformed answers"
        case .invalidRequest: count == 1 ? "refused request" : "refused requests"
        case .missingRecording: count == 1 ? "missing recording" : "missing recordings"
        default: rawValue
        }
    }
}

/// Takes down what happens with one backend.
struct LaneWeather: Sendable {
    private(set) var lane: WeatherReport.Lane
    private var slowedSince: Duration?
    private var heldSince: Duration?
    private var pausedUntil: Duration = .zero

    init(name: String) { lane = WeatherReport.Lane(name: name) }

    mutating func noteRetry(_ kind: BackendError.Kind) { lane.retried[kind, default: 0] += 1 }
    mutating func noteLoss(_ kind: BackendError.Kind) { lane.givenUp[kind, default: 0] += 1 }

    mutating func noteSlowness(_ limit: Int, at now: Duration) {
        lane.slowest = min(limit, lane.slowest ?? limit)
        slowedSince = slowedSince ?? now
    }

    mutating func endSlowness(at now: Duration) {
        if let slowedSince { lane.slowed += now - slowedSince }
        slowedSince = nil
    }

    mutating func notePause(from start: Duration, until end: Duration) {
        lane.paused += max(.zero, end - start)
        pausedUntil = end
    }

    /// A call would have been asked but for the limits for a minute.
    mutating func noteHold(at now: Duration) { heldSince = heldSince ?? now }

    /// A call is asked.
    mutating func endHold(at now: Duration) {
        if let heldSince { lane.heldBack += now - heldSince }
        heldSince = nil
    }

    /// What happened until now.
    func report(at now: Duration) -> WeatherReport.Lane {
        var copy = self
        copy.endSlowness(at: now)
        copy.endHold(at: now)
        copy.lane.paused -= max(.zero, min(copy.lane.paused, pausedUntil - now))
        return copy.lane
    }
}
