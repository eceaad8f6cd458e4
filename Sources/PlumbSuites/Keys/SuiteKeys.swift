import PlumbModel

/// The keys of a suite file.
enum SuiteKeys {
    static let description = Key("description", .text, "What the suite is about, in one line")
    static let include = Key("include", .oneOrMore(of: .path), "Suite files whose keys lie below this one's; relative to this file")
    static let backend = Key("backend", .backend, "The backend asked: a name from plumb.yaml, a known name, or a mapping")
    static let model = Key("model", .name, "The model asked, where a variant names none")
    static let repetitions = Key("repetitions", .integer(1...1000), "How often each variant asks each case")
    static let parameters = Key("parameters", .parameters, "Sampling parameters of every variant")
    static let system = Key("system", .system, "The system instruction of prompts that have none; 'off' drops system turns")
    static let variants = Key("variants", .names(of: .variant), "The ways to ask, by name")
    static let matrix = Key("matrix", .matrix, "Expands variants to every combination of the values given")
    static let cases = Key("cases", .cases, "The inputs: files, or cases written right here")
    static let checks = Key("checks", .checks, "The questions put to every answer")
    static let threshold = Key("threshold", .number(0...1), "The least weighted mean score that passes, instead of all checks")
    static let agreement = Key("agreement", .agreement, "How answers are compared with one another for consistency")
    static let require = Key("require", .require, "What every run must hold, such as { accuracy: \">= 0.8\" }")
    static let gate = Key("gate", .gate, "How the gate decides")
    static let budget = Key("budget", .budget, "What one run may use")
    static let jobs = Key("jobs", .integer(1...1024), "How many calls may be under way at once")
    static let retries = Key("retries", .integer(0...20), "How often a failed call is made again")
    static let timeout = Key("timeout", .duration(.milliseconds(1)...(.seconds(86_400))), "The longest time of one call")
    static let prices = Key("prices", .prices, "Dollars per million tokens by model, a file of prices, or a list of both")

    static let redact = Key("redact", .redactions, "Regular expressions taken out of answers and errors, besides those of plumb.yaml")

    static let table = KeyTable("the suite", [description.row, include.row] + shared + [redact.row, variants.row, matrix.row, cases.row])

    /// The keys that `defaults:` in plumb.yaml may hold too.
    static let defaults = KeyTable("defaults", shared)

    private static let shared = [
        backend.row, model.row, repetitions.row, parameters.row, system.row, checks.row, threshold.row, agreement.row, require.row,
        gate.row, budget.row, jobs.row, retries.row, timeout.row, prices.row,
    ]

    /// The keys whose mappings are laid over one another entry by entry; every other key's value is replaced.
    static let layered: Set<String> = [
        parameters.name, variants.name, require.name, gate.name, budget.name, prices.name,
    ]
}
