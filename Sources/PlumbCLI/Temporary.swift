import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbRunner
import PlumbStore
enum PlanPage { static func page(_ plan: Plan) -> Page { Page() } }
enum HistoryPage { static func page(suite: String, variant: String, points: [HistoryEntry]) -> Page { Page() } }
enum CasePage { static func page(_ c: Case, variant: Variant, messages: [Message], trials: [GradedTrial]) -> Page { Page() } }
struct BaselineList: AsyncParsableCommand {}
struct BaselineShow: AsyncParsableCommand {}
