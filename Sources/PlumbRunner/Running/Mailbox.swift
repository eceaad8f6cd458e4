import Synchronization

/// Hands items from many tasks to one, in order and many at a time.
final class Mailbox<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var isClosed = false
        var reader: CheckedContinuation<Void, Never>?
        var writers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// A mailbox that asks its writers to wait when it holds that many items; it never refuses one.
    init(capacity: Int) { self.capacity = capacity }

    /// Adds an item unless the mailbox is closed, when nobody may be there to take it; tells whether it was added.
    func offer(_ item: Item) -> Bool {
        let (isOpen, reader) = state.withLock { state in
            guard !state.isClosed else { return (false, nil as CheckedContinuation<Void, Never>?) }
            state.items.append(item)
            return (true, state.reader.take())
        }
        reader?.resume()
        return isOpen
    }

    /// Adds items, without waiting.
    func post(_ items: some Sequence<Item>) {
        let reader = state.withLock { state in
            state.items.append(contentsOf: items)
            return state.items.isEmpty ? nil : state.reader.take()
        }
        reader?.resume()
    }

    /// Adds an item, without waiting.
    func post(_ item: Item) { post(CollectionOfOne(item)) }

    /// Waits until there is room again.
    func room() async {
        let capacity = capacity
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.items.count < capacity || state.isClosed { return true }
                state.writers.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    /// Waits for items and takes them all; nil when the mailbox is closed and empty.
    ///
    /// For one reader only.
    func drain() async -> [Item]? {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.items.isEmpty || state.isClosed { return true }
                state.reader = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
        let (items, writers) = state.withLock { state in
            defer {
                state.items = []
                state.writers = []
            }
            return (state.items, state.writers)
        }
        for writer in writers { writer.resume() }
        return items.isEmpty ? nil : items
    }

    /// Lets the reader end once everything is taken.
    func close() {
        let (reader, writers) = state.withLock { state in
            state.isClosed = true
            defer { state.writers = [] }
            return (state.reader.take(), state.writers)
        }
        reader?.resume()
        for writer in writers { writer.resume() }
    }
}
