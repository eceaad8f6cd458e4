import PlumbModel
import Testing

@testable import PlumbRunner

@Suite("What a run in batches does next")
struct BatchScheduleTests {
    static let settings = BatchSchedule.Settings(retries: 1)
    static let ticket = BatchTicket(id: "t")

    /// A schedule whose only batch the provider has, with nothing else to ask.
    static func working(_ settings: BatchSchedule.Settings = settings) -> BatchSchedule {
        var schedule = BatchSchedule(lanes: 1, settings: settings)
        schedule.opened("b", lane: 0, attempt: 1, places: TrialPlaces(0..<4), submittedAt: 1)
        schedule.drained(lane: 0)
        schedule.submitted("b", ticket, at: .zero)
        return schedule
    }

    @Test("A batch is noted, handed over, looked at, fetched")
    func order() {
        var schedule = BatchSchedule(lanes: 1, settings: Self.settings)
        #expect(schedule.next(at: .zero) == .open(lane: 0))
        schedule.opened("b", lane: 0, attempt: 1, places: TrialPlaces(0..<4), submittedAt: 1)
        #expect(schedule.next(at: .zero) == .submit("b"))
        schedule.submitted("b", Self.ticket, at: .zero)
        #expect(schedule.next(at: .zero) == .open(lane: 0))
        schedule.drained(lane: 0)
        #expect(schedule.next(at: .zero) == .wait(until: .seconds(5)))
        #expect(schedule.next(at: .seconds(5)) == .look("b"))
        schedule.looked("b", .ended(BatchCounts(answered: 4), missing: BackendError(.timeout, "")), at: .seconds(5))
        #expect(schedule.next(at: .seconds(5)) == .fetch("b"))
        schedule.fetched("b", again: [], fatal: nil)
        #expect(schedule.next(at: .seconds(5)) == .end(.complete))
    }

    @Test("Looks become rarer while nothing moves, up to a minute")
    func backsOff() {
        var schedule = Self.working()
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<7 {
            guard case .wait(let moment) = schedule.next(at: now) else { break }
            waits.append(moment - now)
            now = moment
            schedule.looked("b", .working(BatchCounts()), at: now)
        }
        #expect(waits == [5, 10, 20, 40, 60, 60, 60].map { .seconds($0) })
        schedule.looked("b", .working(BatchCounts(answered: 1)), at: now)
        #expect(schedule.next(at: now) == .wait(until: now + .seconds(5)))
    }

    @Test("A server that asks to wait is heeded, and patience ends")
    func heedsServer() {
        var schedule = Self.working()
        let limited = BackendError(.rateLimited, "slow", retryAfter: .seconds(90))
        schedule.lookFailed("b", limited, at: .seconds(5))
        #expect(schedule.next(at: .seconds(5)) == .wait(until: .seconds(95)))
        for _ in 0..<19 { schedule.lookFailed("b", limited, at: .seconds(95)) }
        if case .wait = schedule.next(at: .seconds(95)) {} else { Issue.record("ended too early") }
        schedule.lookFailed("b", limited, at: .seconds(95))
        #expect(schedule.next(at: .seconds(95)) == .end(.backendFailed(limited)))
    }

    @Test("Where others are out, a batch for which the account has no room waits until one of them is done")
    func waitsForRoom() {
        var schedule = Self.working()
        schedule.opened("c", lane: 0, attempt: 1, places: TrialPlaces(4..<8), submittedAt: 1)
        schedule.submitted("c", Self.ticket, at: .zero)
        schedule.looked("c", .refused(BackendError(.rateLimited, "full")), at: .seconds(1))
        #expect(schedule.next(at: .seconds(1)) == .wait(until: .seconds(5)))
        #expect(schedule.next(at: .seconds(5)) == .look("b"))
        schedule.looked("b", .ended(BatchCounts(), missing: BackendError(.timeout, "")), at: .seconds(5))
        schedule.fetched("b", again: [], fatal: nil)
        #expect(schedule.next(at: .seconds(5)) == .open(lane: 0))
        let (attempt, places) = schedule.takeWaiting(lane: 0)
        #expect(attempt == 1 && places == [4, 5, 6, 7])
    }

    @Test("What an earlier invocation left is looked at once, also when nothing is waited for")
    func looksAtLeftovers() {
        var settings = Self.settings
        settings.waiting = .not
        var left = BatchSchedule.Batch(
            label: "b", lane: 0, attempt: 1, places: TrialPlaces(0..<4), submittedAt: 1, stage: .working(Self.ticket))
        left.isUnseen = true
        var schedule = BatchSchedule(lanes: 1, settings: settings, batches: [left])
        schedule.drained(lane: 0)
        #expect(schedule.next(at: .zero) == .look("b"))
        schedule.looked("b", .working(BatchCounts()), at: .zero)
        #expect(schedule.next(at: .seconds(100)) == .end(.paused))
    }

    @Test("Without its ticket a batch is looked for before it is handed over again")
    func findsFirst() {
        let left = BatchSchedule.Batch(label: "b", lane: 0, attempt: 1, places: TrialPlaces(0..<4), submittedAt: 1, stage: .unsure)
        var schedule = BatchSchedule(lanes: 1, settings: Self.settings, batches: [left])
        #expect(schedule.next(at: .zero) == .find("b"))
        schedule.notFound("b", at: .zero)
        #expect(schedule.next(at: .zero) == .submit("b"))
        schedule.submitFailed("b", BackendError(.timeout, "late"), at: .zero)
        #expect(schedule.next(at: .seconds(5)) == .find("b"))
    }

    @Test("Places of trials are written as runs of neighbours")
    func writesPlaces() throws {
        #expect(TrialPlaces([7, 1, 2, 3, 9, 2]).text == "1-3,7,9")
        #expect(TrialPlaces([Int]()).text == "")
        #expect(TrialPlaces("1-3,7,9")?.count == 5)
        #expect(try Array(#require(TrialPlaces("1-3,7,9")).all) == [1, 2, 3, 7, 9])
        for text in ["x", "3-1", "1-2-3", "5,4", "1,,2", "-1", "1-3,3"] { #expect(TrialPlaces(text) == nil, "\(text)") }
    }

    @Test("Requests have short names that are the same for the same trial alone")
    func namesRequests() {
        let key = TrialKey(variant: "a", caseID: "c/ä \"", repetition: 1)
        let name = BatchRecord.name(of: key, run: "r")
        #expect(name.utf8.count == 32 && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) })
        #expect(name == BatchRecord.name(of: key, run: "r"))
        #expect(name != BatchRecord.name(of: key, run: "s"))
        #expect(name != BatchRecord.name(of: TrialKey(variant: "a", caseID: "c/ä \"", repetition: 2), run: "r"))
    }

    @Test("What is kept of batches is read back, and what a later version kept is not guessed at")
    func keepsRecord() throws {
        let open = BatchRecord.Entry(
            label: "l", id: nil, backend: "b", attempt: 2, submittedAt: 1.5, count: 3, places: TrialPlaces([1, 2, 9]))
        var done = open
        done.id = "t"
        done.places = nil
        let record = BatchRecord(entries: [open, done])
        #expect(BatchRecord(json: try JSON.parse(record.json.text())) == record)
        #expect(record.open == [open])
        #expect(BatchRecord(json: ["scheme": "other", "batches": []]) == nil)
        #expect(BatchRecord(json: ["scheme": .string(BatchRecord.scheme), "batches": [["label": "l"]]]) == nil)
    }
}
