import PlumbHTML
import PlumbModel
import PlumbReports

/// What one page of figures is made of.
struct Reading: Sendable {
    /// The suite as it was when this was read.
    let suite: Suite
    /// Counts, figures and verdicts; nil for measurements side by side.
    let results: RunResults?
    /// What was answered.
    let evidence: Evidence
    /// The page.
    let report: HTMLReport
}

/// The readings made last, each made once however many ask for it at the same time.
actor ReadingCache {
    /// How long a reading stays true.
    enum Lifetime: Sendable {
        /// Until one of the things it is named after changes.
        case lasting
        /// So long after it was made: its run is under way.
        case brief(Duration)
    }

    private struct Entry {
        let task: Task<Result<Reading, ViewerProblem>, Never>
        var expires: ContinuousClock.Instant?
        var used: Int
    }

    /// Readings that are kept; one may hold tens of megabytes of answers.
    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0

    init(capacity: Int = 8) { self.capacity = max(1, capacity) }

    /// How many readings are kept now.
    var count: Int { entries.count }

    /// The reading of a name: the one that is kept, or a new one.
    func reading(
        _ name: String, _ lifetime: Lifetime, make: @escaping @Sendable () async throws(ViewerProblem) -> Reading
    ) async throws(ViewerProblem) -> Reading {
        uses += 1
        if var entry = entries[name], entry.expires.map({ $0 > .now }) ?? true {
            entry.used = uses
            entries[name] = entry
            return try await entry.task.value.get()
        }
        let task = Task { () -> Result<Reading, ViewerProblem> in
            do throws(ViewerProblem) { return .success(try await make()) } catch { return .failure(error) }
        }
        entries[name] = Entry(task: task, expires: nil, used: uses)
        while entries.count > capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) { entries[oldest.key] = nil }
        let result = await task.value
        switch (result, lifetime) {
        // A problem may be gone when the page is asked for again.
        case (.failure, _): entries[name] = nil
        case (.success, .brief(let time)): entries[name]?.expires = .now + time
        case (.success, .lasting): break
        }
        return try result.get()
    }
}
