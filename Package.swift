// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A library target of ours with the house's settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a library target; fixtures lie beside them.
func tests(_ name: String, _ dependencies: [Target.Dependency], fixtures: Bool = false) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, resources: fixtures ? [.copy("Fixtures")] : [], swiftSettings: strict)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let networking: [Target.Dependency] = [
    httpClient, .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let server: [Target.Dependency] = [
    .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
]
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "plumb",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "plumb", targets: ["plumb"]),
        .library(name: "PlumbModel", targets: ["PlumbModel"]),
        .library(name: "PlumbStatistics", targets: ["PlumbStatistics"]),
        .library(name: "PlumbChecks", targets: ["PlumbChecks"]),
        .library(name: "PlumbSuites", targets: ["PlumbSuites"]),
        .library(name: "PlumbBackends", targets: ["PlumbBackends"]),
        .library(name: "PlumbRunner", targets: ["PlumbRunner"]),
        .library(name: "PlumbStore", targets: ["PlumbStore"]),
        .library(name: "PlumbMetrics", targets: ["PlumbMetrics"]),
        .library(name: "PlumbBaselines", targets: ["PlumbBaselines"]),
        .library(name: "PlumbReports", targets: ["PlumbReports"]),
        .library(name: "PlumbHTML", targets: ["PlumbHTML"]),
        .library(name: "PlumbViewer", targets: ["PlumbViewer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        library("PlumbModel"),
        library("PlumbStatistics"),
        library("PlumbChecks", ["PlumbModel"]),
        library("PlumbSuites", ["PlumbModel", "PlumbChecks", yams]),
        library("PlumbBackends", ["PlumbModel", subprocess, system] + networking),
        library("PlumbRunner", ["PlumbModel", "PlumbChecks"]),
        library("PlumbStore", ["PlumbModel", database]),
        library("PlumbMetrics", ["PlumbModel", "PlumbStatistics"]),
        library("PlumbBaselines", ["PlumbModel", "PlumbStatistics", "PlumbMetrics"]),
        library("PlumbReports", ["PlumbModel", "PlumbStatistics", "PlumbMetrics", "PlumbBaselines", "PlumbRunner"]),
        .target(
            name: "PlumbHTML",
            dependencies: ["PlumbModel", "PlumbStatistics", "PlumbMetrics", "PlumbBaselines", "PlumbReports"],
            resources: [.embedInCode("Assets")], swiftSettings: strict),
        .target(
            name: "PlumbViewer",
            dependencies: ["PlumbModel", "PlumbStore", "PlumbMetrics", "PlumbBaselines", "PlumbReports", "PlumbHTML"] + server,
            resources: [.embedInCode("Assets")], swiftSettings: strict),
        library(
            "PlumbCLI",
            [
                "PlumbModel", "PlumbStatistics", "PlumbChecks", "PlumbSuites", "PlumbBackends", "PlumbRunner", "PlumbStore",
                "PlumbMetrics", "PlumbBaselines", "PlumbReports", "PlumbHTML", "PlumbViewer", argumentParser, unixSignals,
            ]),
        .executableTarget(name: "plumb", dependencies: ["PlumbCLI", argumentParser], swiftSettings: strict),
        .executableTarget(name: "plumb-bench-gate", dependencies: ["PlumbStatistics"], swiftSettings: strict),
        tests("PlumbStatistics", ["PlumbStatistics"], fixtures: true),
        tests("PlumbMetrics", ["PlumbMetrics", "PlumbModel", "PlumbStatistics"]),
        tests("PlumbBaselines", ["PlumbBaselines", "PlumbMetrics", "PlumbModel", "PlumbStatistics"], fixtures: true),
        tests("PlumbSuites", ["PlumbSuites", "PlumbModel", "PlumbChecks"]),
        tests("PlumbRunner", ["PlumbModel", "PlumbRunner"]),
        tests("PlumbStore", ["PlumbModel", "PlumbStore", database]),
        .target(name: "LoopbackServer", path: "Tests/LoopbackServer", swiftSettings: strict),
        tests(
            "PlumbCLI",
            ["PlumbCLI", "PlumbChecks", "PlumbSuites", "LoopbackServer", "plumb", argumentParser]),
        tests(
            "PlumbReports",
            ["PlumbReports", "PlumbModel", "PlumbMetrics", "PlumbBaselines", "PlumbRunner", "PlumbStatistics", "PlumbChecks"],
            fixtures: true),
        tests("PlumbHTML", ["PlumbHTML", "PlumbModel", "PlumbMetrics", "PlumbBaselines", "PlumbReports", "PlumbRunner"]),
        tests(
            "PlumbViewer",
            ["PlumbViewer", "PlumbHTML", "PlumbModel", "PlumbMetrics", "PlumbBaselines", "PlumbReports", "PlumbStore"] + server),
        tests("PlumbChecks", ["PlumbChecks", "PlumbModel"], fixtures: true),
        tests("PlumbBackends", ["PlumbBackends", "PlumbModel", "LoopbackServer"], fixtures: true),
        tests("PlumbModel", ["PlumbModel"]),
        tests("House", []),
    ]
)
