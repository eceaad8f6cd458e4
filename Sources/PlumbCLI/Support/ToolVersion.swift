/// The version of this program.
public enum ToolVersion {
    /// As in the changelog.
    public static let current = "0.1.0"
}
