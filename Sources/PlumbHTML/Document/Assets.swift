import PlumbModel

/// What every page shares: its style, its scripts and its icon.
package enum Assets {
    /// The style sheet.
    package static let style = text(PackageResources.report_css)
    /// The script that runs before anything is drawn.
    package static let early = text(PackageResources.early_js)
    /// The script of the page: its parts in one scope, so that none of their names is visible from outside.
    package static let script =
        "(() => {\n\"use strict\";\n"
        + [
            PackageResources.dom_js, PackageResources.source_js, PackageResources.state_js, PackageResources.model_js,
            PackageResources.matrix_js, PackageResources.diff_js, PackageResources.casepage_js, PackageResources.keys_js,
            PackageResources.main_js,
        ].map(text).joined(separator: "\n") + "})();\n"
    /// A plumb bob.
    package static let icon =
        "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%2016'%3E"
        + "%3Cpath%20d='M8%200v6'%20stroke='%23777'%20stroke-width='1.5'/%3E%3Cpath%20d='M4%206h8l-1%205-3%205-3-5z'%20fill='%234361c2'/%3E%3C/svg%3E"

    /// The address of an inline text in a content security policy.
    package static func address(_ text: String) -> String { "sha256-" + Base64.text(Base64.bytes(hexadecimal: SHA256.hex(text))) }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
