import ArgumentParser

extension CompletionKind {
    /// The suites of the project in whose root somebody types.
    static var suites: CompletionKind { .shellCommand("ls Suites 2>/dev/null") }
}
