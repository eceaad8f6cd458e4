#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

switch Options.parse(Array(CommandLine.arguments.dropFirst())) {
case .failure(.help):
    print(Options.help)
case .failure(.unusable(let argument)):
    var message = "error: cannot use '\(argument)'; it takes a whole number above 0\n\n\(Options.help)\n"
    _ = message.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(64)
case .success(let options):
    let bench = await Bench.run(options)
    print(bench.markdown(options))
    exit(bench.goals.contains { $0.outcome == .missed } ? 1 : 0)
}
