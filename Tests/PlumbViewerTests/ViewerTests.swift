import Foundation
import PlumbHTML
import PlumbModel
import Testing

@testable import PlumbViewer

@Suite struct ViewerTests {
    @Test func saysFirstWhetherAnythingIsWorse() async throws {
        let project = try Project()
        try await project.keep("20261121-134501-aaaa")
        let text = await project.page("/")
        let answer = try #require(text.firstRange(of: "Yes, 1 of 3 suites"))
        let board = try #require(text.firstRange(of: "class=\"board\""))
        #expect(answer.lowerBound < board.lowerBound)
        #expect(text.contains("▼ 1 of 2 worse"))
        // A suite that cannot be read, or was not asked, hides no other.
        #expect(text.contains("? cannot be read") && text.contains("plumb lint broken"))
        #expect(text.contains("? not asked yet"))
        #expect(text.contains("shop &lt;b&gt;"))
        #expect(text.contains("href=\"/runs/20261121-134501-aaaa\""))
    }

    @Test func saysThatNothingIsKnown() async throws {
        let text = try await Project().page("/")
        #expect(text.contains("Nothing was measured yet"))
        #expect(try await Project().page("/runs").contains("There are no runs yet"))
        #expect(try await Project().page("/suites/triage").contains("Not asked yet"))
        #expect(try await Project().get("/suites/triage/newest").status == .missing)
    }

    @Test func doesNotWaitForWhatIsStillBeingGraded() async throws {
        let project = try Project()
        try await project.keep("20261121-134501-aaaa")
        await project.barrier.close()
        let viewer = Viewer(source: project, store: project.store, patience: .zero) { 0 }
        let early = await project.page("/", from: viewer)
        #expect(early.contains("… being graded") && early.contains("id=\"again\""))
        await project.barrier.open()
        await viewer.prepare()
        #expect(await project.page("/suites/triage", from: viewer).contains("Yes, 1 of 2"))
        #expect(project.gradingCount == 1, "what began is not begun again")
    }

    @Test func showsARunAsItsReportDoes() async throws {
        let project = try Project()
        try await project.keep("20261121-134501-aaaa")
        let viewer = project.viewer
        let text = await project.page("/runs/20261121-134501-aaaa", from: viewer)
        #expect(text.contains("data-source=\"/runs/20261121-134501-aaaa/data\""))
        #expect(text.contains("Is any worse than its baseline?") && text.contains("▼ regressed"))
        let reading = try await Readings(source: project, store: project.store).newest(of: "triage")
        let index = await project.get("/runs/20261121-134501-aaaa/data/index", from: viewer)
        #expect(index.kind == .data)
        #expect(try JSON.parse(utf8: index.body) == PageData(reading.report).index)
        let chunk = await project.get("/runs/20261121-134501-aaaa/data/cases/0", from: viewer)
        #expect(try JSON.parse(utf8: chunk.body)["cases"]?.array?.count == 12)
        #expect(project.gradingCount == 2, "a page and its data are graded once")
    }

    @Test func showsHowASuiteMoved() async throws {
        let project = try Project()
        try await project.keep("20261120-120000-aaaa", startedAt: 1_795_180_000, isWorse: false)
        try await project.keep("20261121-134501-bbbb")
        let text = await project.page("/suites/triage")
        #expect(text.contains("Route &lt;i&gt;messages&lt;/i&gt;."))
        #expect(text.contains("2026-11-21 13:33 UTC baseline accepted: all is well &lt;/script&gt; (Ann)"))
        #expect(text.contains("class=\"ring\"") && text.contains("class=\"level\"") && text.contains("class=\"accepted\""))
        #expect(text.contains("value=\"few-shot@20261121-134501-bbbb\""))
        #expect(text.components(separatedBy: "checked=\"\"").count == 3)
        let history = try JSON.parse(utf8: await project.get("/suites/triage/history").body)
        #expect(history["variants"]?[0]?["runs"]?.array?.count == 2)
    }

    @Test func putsAnyTwoSideBySide() async throws {
        let project = try Project()
        try await project.keep("20261120-120000-aaaa", startedAt: 1_795_180_000, isWorse: false)
        try await project.keep("20261121-134501-bbbb")
        let chosen = await project.get("/compare?suite=triage&a=few-shot%4020261120-120000-aaaa&b=few-shot%4020261121-134501-bbbb")
        #expect(chosen.status == .seeOther)
        let place = try #require(chosen.headers["Location"])
        #expect(place == "/compare/triage/few-shot%4020261120-120000-aaaa/few-shot%4020261121-134501-bbbb")
        let text = await project.page(place)
        #expect(text.contains("Yes, worse"))
        #expect(text.contains("data-source=\"\(place)/data\""))
        #expect(await project.get(place + "/data/index").status == .fine)
        let turned = await project.page("/compare/triage/few-shot@newest/few-shot@baseline")
        #expect(turned.contains("No, better"))
        #expect(await project.page("/compare").contains("value=\"zero-shot@baseline\" selected="))
    }

    @Test(arguments: [
        ("/nowhere", ViewerResponse.Status.missing), ("/runs/20990101", .missing), ("/suites/none", .missing), ("/suites/broken", .failed),
        ("/suites/..%2F..%2Fetc", .missing), ("/suites/triage/none", .missing), ("/compare/triage/none@newest/few-shot", .missing),
        ("/compare/triage/few-shot@pending/few-shot", .missing), ("/compare?suite=triage&a=&b=", .malformed),
        ("/compare/triage/a", .missing),
        ("/runs/latest/data/cases/9", .missing), ("/runs/latest/data/cases/-1", .missing), ("/runs/latest/data/x", .missing),
        ("/%3Cscript%3Ealert(1)%3C%2Fscript%3E", .missing),
    ])
    func leadsBackFromWhereNothingIs(target: String, status: ViewerResponse.Status) async throws {
        let project = try Project()
        try await project.keep("20261121-134501-aaaa")
        let response = await project.get(target)
        #expect(response.status == status)
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(text.contains("href=\"/\"") && text.contains("All suites"))
        #expect(!text.contains("<script>alert"))
    }

    @Test func cannotUnderstandABrokenRequest() async throws {
        #expect(await (try Project()).viewer.response(to: nil).status == .malformed)
    }

    @Test func showsMoreRunsWhenAsked() async throws {
        let project = try Project(cases: 1, repetitions: 1)
        for number in 0..<3 { try await project.keep("run-\(number)", startedAt: 1_795_268_701 + Double(number)) }
        #expect(await project.page("/runs?last=2").contains("href=\"/runs?last=8\""))
        let all = await project.page("/runs?last=nonsense")
        #expect(!all.contains("Show more runs") && all.contains("href=\"/runs/run-0\""))
    }

    /// Every text of a model, a suite or a person is text on every page.
    @Test func runsNothingThatAnybodyWrites() async throws {
        let project = try Project(wrong: Project.hostile, cases: 30)
        try await project.keep("20261121-134501-aaaa")
        let viewer = project.viewer
        let policy = try #require(Policy.headers["Content-Security-Policy"])
        for target in [
            "/", "/runs", "/suites/triage", "/suites/triage/newest", "/runs/latest", "/compare/triage/few-shot@baseline/few-shot",
        ] {
            let text = await project.page(target, from: viewer)
            #expect(text.hasPrefix("<!DOCTYPE html>\n") && text.hasSuffix("</html>\n"))
            for element in ["script", "style"] {
                let parts = text.components(separatedBy: "<\(element)").dropFirst()
                for part in parts {
                    let inside = part.dropFirst().components(separatedBy: "</\(element)>")[0]
                    #expect(policy.contains("'\(Assets.address(inside))'"), "\(target) has a \(element) of somebody else's")
                }
            }
            for word in ["<img", "<svg onload", "<base", "http-equiv", " style=", " onerror=\"", "<iframe"] {
                #expect(!text.contains(word), "\(target) has \(word)")
            }
            #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E || $0.value == 0 })
        }
    }
}
