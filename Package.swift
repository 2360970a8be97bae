// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let csv = product(name: "SwiftCSV", package: "SwiftCSV")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

extension Target {
    static func library(
        _ name: String,
        _ dependencies: [Dependency] = [],
        resources: [Resource] = []
    ) -> Target {
        .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
    }

    static func command(_ name: String, _ dependencies: [Dependency]) -> Target {
        .executableTarget(
            name: name,
            dependencies: dependencies + [
                "CommandInterface", .argumentParser, .configuration, .logging, .serviceLifecycle,
            ],
            swiftSettings: settings
        )
    }

    static func tests(_ name: String, _ dependencies: [Dependency], exclude: [String] = []) -> Target {
        .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
    }
}

let package = Package(
    name: "lectern",
    products: [
        .executable(name: "lectern-origin", targets: ["OriginCommand"]),
        .executable(name: "lectern-edge", targets: ["EdgeCommand"]),
        .executable(name: "lectern-agent", targets: ["AgentCommand"]),
        .executable(name: "lectern-simulate", targets: ["SimulateCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // C libraries of the system
        .systemLibrary(
            name: "CLibAV",
            pkgConfig: "libavformat libavcodec libavutil libswscale",
            providers: [
                .apt(["libavfilter-dev", "libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev"])
            ]
        ),
        .target(name: "CLibAVFilter"),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPositionedReads"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Pure
        .library("CourseModel", [.crypto]),
        .library("Crediting", ["CourseModel"]),
        .library("ISOMedia"),
        .library("Prefetching", ["CourseModel"]),

        // Files, line, media
        .library("Blobs", ["CPositionedReads", "CourseModel", .crypto]),
        .library("Transfer", ["CLibCurl", "CourseModel", .logging]),
        .library("MediaPackaging", ["CLibAV", "CLibAVFilter", "CourseModel", "ISOMedia", .crypto]),

        // What every command shares
        .library("CommandInterface", [.argumentParser, .configuration, .logging]),

        // Web
        .library(
            "HTTPServing",
            [
                "Blobs", "CZlib", "CourseModel", .configuration, .crypto, .cryptoExtras, .hummingbird, .hummingbirdCore,
                .logging, .mustache, .nioCore, .nioHTTPTypes, .serviceLifecycle,
            ],
            resources: [.copy("Resources")]
        ),

        // The three programs
        .library("CreditLedger", ["CourseModel", "Crediting", .grdb]),
        .library(
            "ProgressAgent",
            [
                "Blobs", "CourseModel", "Crediting", "HTTPServing", "Transfer", .configuration, .crypto, .grdb,
                .hummingbird,
                .logging, .serviceLifecycle,
            ],
            resources: [.copy("Resources")]
        ),
        .library(
            "EdgeCache",
            [
                "Blobs", "CourseModel", "Crediting", "HTTPServing", "ISOMedia", "Prefetching", "ProgressAgent",
                "Transfer",
                .configuration, .crypto, .grdb, .hummingbird, .logging, .serviceLifecycle, .unixSignals,
            ],
            resources: [.copy("Resources")]
        ),
        .library(
            "Origin",
            [
                "Blobs", "CourseModel", "CreditLedger", "Crediting", "HTTPServing", "MediaPackaging", "Prefetching",
                "Transfer", .configuration, .crypto, .csv, .grdb, .hummingbird, .logging, .serviceLifecycle,
                .unixSignals, .yams,
            ],
            resources: [.copy("Resources")]
        ),
        .command(
            "OriginCommand",
            ["CourseModel", "CreditLedger", "Crediting", "HTTPServing", "MediaPackaging", "Origin"]
        ),
        .command("EdgeCommand", ["CourseModel", "EdgeCache", "HTTPServing", "Prefetching", "ProgressAgent"]),
        .command("AgentCommand", ["CourseModel", "HTTPServing", "ProgressAgent"]),

        // Made-up schools
        .library(
            "Simulation",
            [
                "Blobs", "CourseModel", "CreditLedger", "Crediting", "EdgeCache", "Origin", "Prefetching",
                "ProgressAgent", "Transfer", .grdb, .logging,
            ]
        ),
        .executableTarget(
            name: "SimulateCommand",
            dependencies: ["CommandInterface", "CourseModel", "Simulation", .argumentParser],
            swiftSettings: settings
        ),

        // Tests
        .target(
            name: "TestServing",
            dependencies: [.hummingbird, .logging, .serviceLifecycle],
            path: "Tests/TestServing",
            swiftSettings: settings
        ),
        .target(name: "TestNumbers", path: "Tests/TestNumbers", swiftSettings: settings),
        .tests("CommandInterfaceTests", ["CommandInterface", .argumentParser, .configuration, .logging]),
        .tests("CourseModelTests", ["CourseModel", .crypto]),
        .tests("CreditingTests", ["CourseModel", "Crediting", "TestNumbers"]),
        .tests("ISOMediaTests", ["ISOMedia", "TestNumbers"]),
        .tests("PrefetchingTests", ["CourseModel", "Prefetching"]),
        .tests("BlobsTests", ["Blobs", "CourseModel"]),
        .tests("TransferTests", ["CourseModel", "TestServing", "Transfer", .hummingbird, .logging]),
        .executableTarget(
            name: "MutationRunner",
            dependencies: ["CourseModel", "MediaPackaging", "TestNumbers", .argumentParser],
            path: "Tests/MutationRunner",
            swiftSettings: settings
        ),
        .tests(
            "MediaPackagingTests",
            ["CourseModel", "ISOMedia", "MediaPackaging", "MutationRunner", "TestNumbers"],
            exclude: ["Goldens"]
        ),
        .tests(
            "HTTPServingTests",
            [
                "Blobs", "CourseModel", "HTTPServing", "TestServing", .crypto, .hummingbird, .hummingbirdTesting,
                .logging, .nioCore, .serviceLifecycle,
            ]
        ),
        .tests("CreditLedgerTests", ["CourseModel", "CreditLedger", "Crediting", .crypto, .grdb]),
        .tests(
            "ProgressAgentTests",
            [
                "CourseModel", "Crediting", "HTTPServing", "ProgressAgent", "Transfer", .crypto, .grdb, .hummingbird,
                .hummingbirdTesting, .logging,
            ]
        ),
        .tests(
            "EdgeCacheTests",
            [
                "Blobs", "CourseModel", "EdgeCache", "HTTPServing", "Prefetching", "ProgressAgent", "TestServing",
                "Transfer",
                .configuration, .crypto, .grdb, .hummingbird, .hummingbirdTesting, .logging, .serviceLifecycle,
            ]
        ),
        .tests(
            "OriginTests",
            [
                "Blobs", "CourseModel", "CreditLedger", "Crediting", "HTTPServing", "MediaPackaging", "Origin",
                "TestNumbers", "TestServing", "Transfer", .crypto, .grdb, .hummingbird, .hummingbirdTesting, .logging,
            ]
        ),
        .tests("JourneyTests", ["AgentCommand", "CourseModel", "EdgeCommand", "OriginCommand", "Transfer"]),
        .tests("SimulationTests", ["Simulation"]),
        .tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
