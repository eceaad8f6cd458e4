import ArgumentParser
import PlumbCLI

/// The program: everything it does is in the library, so that tests can call it.
@main
struct Plumb {
    static func main() async {
        await PlumbCommand.main()
    }
}
