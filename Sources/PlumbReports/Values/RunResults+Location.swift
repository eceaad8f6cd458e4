import PlumbMetrics
import PlumbModel

extension RunResults {
    /// These results with the places of files told from a folder further up, for readers that know files from there.
    ///
    /// - Parameter folder: The way from there to the project's root, such as `evaluation/`; empty when they are the same.
    public func located(below folder: String) -> RunResults {
        guard !folder.isEmpty else { return self }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        var located = self
        located.sources.suiteFile = sources.suiteFile.map { Self.path($0, prefix) }
        for (id, place) in sources.cases { located.sources.cases[id] = Self.place(place, prefix) }
        for index in requirements.indices {
            located.requirements[index].requirement.location = requirements[index].requirement.location.map { Self.place($0, prefix) }
        }
        return located
    }

    private static func place(_ place: SourceLocation, _ prefix: String) -> SourceLocation {
        var place = place
        place.file = path(place.file, prefix)
        return place
    }

    private static func path(_ path: String, _ prefix: String) -> String { path.hasPrefix("/") ? path : prefix + path }
}
