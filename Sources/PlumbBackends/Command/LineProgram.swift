import PlumbModel
import Subprocess
import Synchronization

/// One long-lived program that answers line for line, in the order in which it was asked.
///
/// It is started by the first question and again by the next one after it died. Questions are written as they come; the program may
/// read ahead or not.
actor LineProgram {
    /// What the program is asked, waiting for its answer.
    private typealias Waiting = CheckedContinuation<Result<[UInt8], BackendError>, Never>

    /// One life of the program.
    private struct Session {
        let number: Int
        let input: AsyncStream<[UInt8]>.Continuation
        let task: Task<Void, Never>
        var asked = 0
        var answered = 0
        /// By the order of asking; a question that nobody waits for any more is missing.
        var waiting: [Int: Waiting] = [:]
    }

    private let call: ProgramCall
    private let limit: Int
    private let deadlines = Deadlines()
    private var session: Session?
    private var sessions = 0

    /// A program whose answers have at most `limit` bytes.
    init(_ call: ProgramCall, limit: Int) {
        self.call = call
        self.limit = limit
    }

    /// Asks one line and waits for the line that answers it.
    ///
    /// A program that does not answer within `limit` is ended, and everybody else who waits for it gets an error that may be retried.
    func ask(_ line: [UInt8], within limit: Duration) async throws(BackendError) -> [UInt8] {
        let exchange = await deadlines.run(within: limit) { await self.exchange(line) }
        if Task.isCancelled { throw BackendError(.cancelled, "the call of '\(call.name)' was cancelled") }
        guard exchange.outcome == .inTime else {
            end(with: BackendError(.connection, "'\(call.name)' was ended because it did not answer another call in time"))
            throw BackendError(.timeout, "no answer from '\(call.name)' within \(limit.inWords)")
        }
        guard case .success(let answer) = exchange.result else { throw BackendError(.connection, "'\(call.name)' did not answer") }
        return try answer.get()
    }

    /// Closes the program's input, gives it a second to end, and ends it.
    func stop() async {
        guard let session else { return }
        session.input.finish()
        _ = await deadlines.run(within: .seconds(1)) {
            await withTaskCancellationHandler {
                await session.task.value
            } onCancel: {
                session.task.cancel()
            }
        }
        end(with: BackendError(.cancelled, "'\(call.name)' was stopped"))
        await session.task.value
    }

    private func exchange(_ line: [UInt8]) async -> Result<[UInt8], BackendError> {
        let number: Int
        do throws(BackendError) { number = try begin() } catch { return .failure(error) }
        let place = session?.asked ?? 0
        session?.asked += 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                session?.waiting[place] = waiting
                session?.input.yield(line + [0x0A])
            }
        } onCancel: {
            Task { await self.abandon(place, in: number) }
        }
    }

    private func abandon(_ place: Int, in number: Int) {
        guard session?.number == number else { return }
        session?.waiting.removeValue(forKey: place)?.resume(
            returning: .failure(BackendError(.cancelled, "the call of '\(call.name)' was cancelled")))
    }

    /// Makes sure that the program runs, and says which life it lives.
    private func begin() throws(BackendError) -> Int {
        if let session { return session.number }
        let configuration = try call.configuration()
        sessions += 1
        let (input, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let task = Task { [sessions] in await self.live(configuration, input: input, number: sessions) }
        session = Session(number: sessions, input: continuation, task: task)
        return sessions
    }

    private nonisolated func live(_ configuration: Configuration, input: AsyncStream<[UInt8]>, number: Int) async {
        let process = Atomic<Int32>(0)
        do {
            let result = try await Subprocess.run(configuration, input: .inputWriter, output: .sequence, error: .sequence) { execution in
                process.store(execution.processIdentifier.value, ordering: .relaxed)
                async let errors = Self.tail(execution.standardError)
                async let written: Void = Self.write(input, to: execution.standardInputWriter)
                try await self.read(execution.standardOutput, number: number)
                await self.close(number)
                await written
                return await errors
            }
            ProgramCall.endGroup(of: process.load(ordering: .relaxed))
            let complaint = result.closureResult
            let ending = ProgramOutput.Ending(result.terminationStatus).inWords + (complaint.map { ": \($0)" } ?? "")
            await ended(number, BackendError(.connection, "'\(call.name)' \(ending) before it answered"))
        } catch {
            ProgramCall.endGroup(of: process.load(ordering: .relaxed))
            await ended(number, error as? BackendError ?? call.explain(error))
        }
    }

    private static func write(_ input: AsyncStream<[UInt8]>, to writer: StandardInputWriter) async {
        for await line in input {
            guard (try? await writer.write(line)) != nil else { return }
        }
        try? await writer.finish()
    }

    private static func tail(_ output: SubprocessOutputSequence) async -> String? {
        var tail = TailText()
        do {
            for try await buffer in output { buffer.withUnsafeBytes { tail.add($0) } }
        } catch {
            return tail.lastLine
        }
        return tail.lastLine
    }

    private nonisolated func read(_ output: SubprocessOutputSequence, number: Int) async throws {
        var splitter = LineSplitter()
        for try await buffer in output {
            for line in buffer.withUnsafeBytes({ splitter.add($0) }) { await answered(line, in: number) }
            guard splitter.pending <= limit else {
                throw BackendError(.malformedResponse, "the answer of '\(call.name)' is larger than \(limit >> 20) MB")
            }
        }
    }

    private func answered(_ line: [UInt8], in number: Int) {
        // A line that nobody asked for, such as a greeting, answers nothing.
        guard let session, session.number == number, session.answered < session.asked else { return }
        self.session?.answered += 1
        self.session?.waiting.removeValue(forKey: session.answered)?.resume(returning: .success(line))
    }

    private func close(_ number: Int) {
        if session?.number == number { session?.input.finish() }
    }

    private func ended(_ number: Int, _ error: BackendError) {
        guard session?.number == number else { return }
        end(with: error)
    }

    private func end(with error: BackendError) {
        guard let ending = session else { return }
        session = nil
        ending.input.finish()
        ending.task.cancel()
        for waiting in ending.waiting.values { waiting.resume(returning: .failure(error)) }
    }
}
