import Foundation
import Testing

/// The action, the template and the hooks, as far as they can be tried without a service: their scripts are run with a pretended `plumb`
/// and a pretended `gh`, and their files are read.
@Suite struct ContinuousIntegrationTests {
    static let root = ReportReader.root

    /// A folder with pretended programs that write down how they were called.
    final class Bench {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-ci-\(UUID().uuidString.prefix(8))")

        init(programs: [String: String]) throws {
            try FileManager.default.createDirectory(at: folder.appending(path: "bin"), withIntermediateDirectories: true)
            for (name, script) in programs {
                let file = folder.appending(path: "bin/\(name)")
                try Data("#!/bin/bash\n\(script)\n".utf8).write(to: file)
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
            }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func run(_ script: String, _ arguments: [String] = [], _ environment: [String: String] = [:]) throws -> (Int32, String) {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["bash", root.appending(path: "ci/\(script)").path] + arguments
            process.currentDirectoryURL = folder
            process.environment = ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "HOME": folder.path, "RUNNER_TEMP": folder.path]
                .merging(environment) { $1 }
            let errors = Pipe()
            process.standardError = errors
            process.standardOutput = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let said = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: said, as: UTF8.self))
        }

        func read(_ path: String) -> String { (try? String(contentsOf: folder.appending(path: path), encoding: .utf8)) ?? "" }
        func write(_ text: String, _ path: String) throws { try Data(text.utf8).write(to: folder.appending(path: path)) }
    }

    // MARK: - Running plumb

    private static let plumb = "printf '%s\\n' \"$@\" > calls; exit ${FAKE_STATUS:-0}"

    @Test func everyReportIsAskedForAndTheStatusKept() throws {
        let bench = try Bench(programs: ["plumb": Self.plumb])
        let (status, _) = try bench.run(
            "run-plumb", [],
            [
                "PLUMB_SUITES": "triage\nSuites/other", "PLUMB_ARGS": "--strict  --budget 500calls", "FAKE_STATUS": "6",
                "GITHUB_OUTPUT": bench.folder.appending(path: "output").path, "GITHUB_STEP_SUMMARY": "/tmp/summary.md",
            ])
        #expect(status == 6)
        let words = bench.read("calls").split(separator: "\n").map(String.init)
        #expect(Array(words.prefix(6)) == ["gate", "triage", "Suites/other", "--strict", "--budget", "500calls"])
        for option in ["--junit", "--pr-comment", "--json", "--sarif", "--codequality", "--openmetrics", "--markdown"] {
            #expect(words.contains(option))
        }
        #expect(bench.read("output") == "status=6\nreports=plumb-reports\n")
    }

    @Test func nothingInAnArgumentIsExpandedOrRun() throws {
        let bench = try Bench(programs: ["plumb": Self.plumb])
        let (status, _) = try bench.run("run-plumb", [], ["PLUMB_SUITES": "* $(touch owned) `touch owned` ;touch", "PLUMB_COMMAND": "run"])
        #expect(status == 0)
        #expect(bench.read("calls").hasPrefix("run\n*\n$(touch\nowned)\n`touch\nowned`\n;touch\n--junit\n"))
        #expect(!FileManager.default.fileExists(atPath: bench.folder.appending(path: "owned").path))
    }

    @Test func otherCommandsAreRefused() throws {
        let bench = try Bench(programs: ["plumb": Self.plumb])
        let (status, said) = try bench.run("run-plumb", [], ["PLUMB_COMMAND": "init; rm"])
        #expect(status == 64 && said.contains("gate or run") && bench.read("calls").isEmpty)
    }

    @Test func aGivenProgramIsUsed() throws {
        let bench = try Bench(programs: ["given": "echo plumb 1"])
        let given = bench.folder.appending(path: "bin/given").path
        let path = bench.folder.appending(path: "path").path
        #expect(try bench.run("install-plumb", [], ["PLUMB_BINARY": given, "GITHUB_PATH": path]).0 == 0)
        #expect(bench.read("path").hasSuffix("plumb-bin\n") && !bench.read("plumb-bin/plumb").isEmpty)
        let (status, said) = try bench.run("install-plumb", [], ["PLUMB_BINARY": "/nowhere/plumb"])
        #expect(status == 2 && said.contains("/nowhere/plumb"))
    }

    // MARK: - The comment

    /// Writes down every call; a list of comments gives `$FAKE_IDS`, writing fails when `$FAKE_DENIED` is set.
    private static let gh = """
        echo "$*" >> calls
        case "$*" in
        *--jq*) [ -n "${FAKE_NO_API:-}" ] && exit 1; echo "marker=$PLUMB_MARKER" >> calls; printf '%s' "${FAKE_IDS:-}" ;;
        *) [ -z "${FAKE_DENIED:-}" ] ;;
        esac
        """

    private static let place = ["GITHUB_REPOSITORY": "octo/repo", "GITHUB_REF": "refs/pull/7/merge"]

    private func comment(_ text: String, _ environment: [String: String] = [:]) throws -> (status: Int32, calls: String) {
        let bench = try Bench(programs: ["gh": Self.gh])
        try bench.write(text, "c.md")
        let (status, _) = try bench.run("comment-pull-request", ["c.md"], Self.place.merging(environment) { $1 })
        return (status, bench.read("calls"))
    }

    @Test func theFirstCommentIsPosted() throws {
        let (status, calls) = try comment("<!-- plumb:triage -->\n### x\n")
        #expect(status == 0 && calls.contains("marker=<!-- plumb:triage -->"))
        #expect(calls.contains("-X POST repos/octo/repo/issues/7/comments -F body=@c.md") && !calls.contains("PATCH"))
    }

    @Test func aLaterOneIsUpdated() throws {
        let (status, calls) = try comment("<!-- plumb -->\n### x\n", ["FAKE_IDS": "42\n43\n", "PLUMB_PULL_REQUEST": "9"])
        #expect(status == 0 && calls.contains("repos/octo/repo/issues/9/comments?per_page=100"))
        #expect(calls.contains("-X PATCH repos/octo/repo/issues/comments/42 -F body=@c.md") && !calls.contains("POST"))
    }

    @Test func notBeingAllowedFailsNothing() throws {
        #expect(try comment("<!-- plumb -->\n", ["FAKE_DENIED": "1"]).status == 0)
        #expect(try comment("<!-- plumb -->\n", ["FAKE_NO_API": "1"]).status == 0)
        let outside = try comment("<!-- plumb -->\n", ["GITHUB_REF": "refs/heads/main"])
        #expect(outside.status == 0 && outside.calls.isEmpty)
        #expect(try comment("").status == 0)
    }

    @Test func otherTextsAreNotPosted() throws {
        let (status, calls) = try comment("# secrets\n")
        #expect(status == 2 && calls.isEmpty)
    }

    // MARK: - Files

    @Test func theScriptsPassShellcheck() throws {
        let shellcheck = ["/usr/bin/shellcheck", "/opt/homebrew/bin/shellcheck"].first(where: FileManager.default.isExecutableFile(atPath:))
        guard let shellcheck else { return print("shellcheck is not installed; the scripts are not checked here") }
        let process = Process()
        process.executableURL = URL(filePath: shellcheck)
        process.arguments = ["install-plumb", "run-plumb", "comment-pull-request"].map { Self.root.appending(path: "ci/\($0)").path }
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// Reads the files with a YAML parser and looks for the keys that the services demand.
    @Test func theFilesHaveTheKeysThatServicesRead() throws {
        let script = """
            import sys
            try: import yaml
            except ImportError: sys.exit(77)
            root = sys.argv[1]
            read = lambda name: yaml.safe_load(open(root + "/" + name))
            action = read("action.yml")
            assert set(action) == {"name", "description", "branding", "inputs", "outputs", "runs"}, action.keys()
            assert action["runs"]["using"] == "composite" and len(action["description"]) < 300
            for step in action["runs"]["steps"]:
                assert "uses" in step or (step["shell"] == "bash" and "${{" not in step["run"]), step
            text = open(root + "/action.yml").read()
            for name, value in action["inputs"].items():
                assert "inputs." + name in text and isinstance(value["default"], str) and value["description"], name
            job = read("ci/gitlab/plumb.gitlab-ci.yml")[".plumb"]
            assert set(job["artifacts"]["reports"]) == {"junit", "codequality", "metrics"}
            command = " ".join(job["script"])
            for path in job["artifacts"]["reports"].values(): assert path in command, path
            assert job["allow_failure"]["exit_codes"] == [4, 6]
            hooks = read(".pre-commit-hooks.yaml")
            assert len({hook["id"] for hook in hooks}) == len(hooks)
            for hook in hooks:
                assert {"id", "name", "entry", "language"} <= set(hook) and hook["language"] in ("swift", "system"), hook
                assert set(hook) <= {"id", "name", "description", "entry", "language", "files", "pass_filenames"}, hook
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, Self.root.path]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus != 77, process.terminationStatus != 127 else {
            return print("python3 has no yaml here; the files are not checked")
        }
        #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }
}
