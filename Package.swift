// swift-tools-version: 6.2
import PackageDescription

/// Nothing here uses tasks or regular expressions: without their libraries a program starts 0.7 ms sooner.
let lean: [SwiftSetting] = [
    .unsafeFlags([
        "-Xfrontend", "-disable-implicit-concurrency-module-import",
        "-Xfrontend", "-disable-implicit-string-processing-module-import",
    ])
]
let warningsAreErrors: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strict = warningsAreErrors + lean
let strictC: [CSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(["-std=c11", "-Wall", "-Wextra"])]
let abi = "CStonithPlugin"

/// Where the Swift runtime lies once installed, seen from the folder of a program or library.
func runpath(_ folder: String) -> LinkerSetting {
    .unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", folder])
}

/// A plugin never leaves its process: the Swift runtime keeps pointers into it.
let neverUnload: LinkerSetting = .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "nodelete"])

/// Else each forked action would look up its functions anew.
let bindAtOnce: LinkerSetting = .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"])

/// Optimised in debug builds too: a million random events go through them in a test.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func plugin(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: ["DeviceParameters", "PluginKit", .target(name: abi)] + dependencies,
        path: "plugins/\(name)",
        swiftSettings: strict, linkerSettings: [neverUnload, runpath("$ORIGIN/../swift")])
}

func test(
    _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: warningsAreErrors)
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
]

/// From the vocabulary up to what acts.
let libraries: [Target] = [
    // Vocabulary
    .target(name: "ClusterModel", swiftSettings: strict + fast),
    .target(name: "Options", swiftSettings: strict),
    // Cores
    .target(name: "FencingCore", dependencies: ["ClusterModel"], swiftSettings: strict + fast),
    .target(name: "ConsoleCore", swiftSettings: strict),
    .target(name: "Scheduler", dependencies: ["ClusterModel"], swiftSettings: strict + fast),
    .target(name: "ClusterSimulation", dependencies: ["ClusterModel", "Scheduler"], swiftSettings: strict + fast),
    // Codecs
    .target(name: "Wire", dependencies: ["ClusterModel"], swiftSettings: strict),
    .target(name: "Agents", dependencies: ["ClusterModel", "Wire"], swiftSettings: strict),
    .target(name: "Control", dependencies: ["ClusterModel", "Wire", "CLinux"], swiftSettings: strict),
    .target(name: "CrmSyntax", dependencies: ["ClusterModel"], swiftSettings: strict),
    .target(name: "ClusterReport", dependencies: ["ClusterModel", "Scheduler", "Wire"], swiftSettings: strict),
    .target(name: "Journal", dependencies: ["Wire"], swiftSettings: strict),
    .target(name: "AccessPolicy", dependencies: ["ClusterModel"], swiftSettings: strict),
    // Effects
    .target(name: "CLinux", cSettings: strictC),
    .target(name: "StonithExec", cSettings: strictC + [.headerSearchPath("../../plugins/include")]),
    .target(
        name: "Execution",
        dependencies: ["ClusterModel", "Wire", "Agents", "AccessPolicy", "CLinux", "StonithExec"],
        swiftSettings: strict),
    .target(
        name: "Runtime",
        dependencies: [
            "ClusterModel", "Wire", "Agents", "ConsoleCore", "Control", "CLinux", "Execution", "Journal",
        ] + nio,
        swiftSettings: warningsAreErrors),
    // For other programs
    .target(
        name: "StonithClient", dependencies: ["ClusterModel", "Control"], swiftSettings: warningsAreErrors),
    .executableTarget(
        name: "ExampleClient", dependencies: ["StonithClient"], path: "examples",
        exclude: [
            "demo.sh", "devices", "plugin-template", "policy", "systemd", "two-node.crm", "web-cluster.crm",
            "database-cluster.crm",
        ],
        sources: ["client.swift"],
        swiftSettings: warningsAreErrors),
]

/// Programs, and what only they need.
let programs: [Target] = [
    .executableTarget(
        name: "stonith-exec", dependencies: ["StonithExec"], cSettings: strictC,
        linkerSettings: [runpath("$ORIGIN/swift"), bindAtOnce]),
    .systemLibrary(name: "CCrypto"),
    .executableTarget(
        name: "stonith-journal",
        dependencies: ["ClusterModel", "Journal", "Options", "Wire", "CLinux", "CCrypto"],
        swiftSettings: strict, linkerSettings: [runpath("$ORIGIN/swift")]),
    .systemLibrary(name: "CLibXML", pkgConfig: "libxml-2.0"),
    .target(name: "CibXML", dependencies: ["ClusterModel", "CLibXML"], swiftSettings: strict + fast),
    .target(name: "CibStore", dependencies: ["ClusterModel", "CibXML"], swiftSettings: strict),
    .target(name: "AgentXML", dependencies: ["Wire", "CLibXML"], swiftSettings: strict),
    .executableTarget(
        name: "stonith-metadata", dependencies: ["AgentXML", "Execution", "CLinux"], swiftSettings: strict,
        linkerSettings: [runpath("$ORIGIN/swift")]),
    .systemLibrary(name: "CIPMIConsole"),
    .executableTarget(
        name: "stonith-console",
        dependencies: [
            "ClusterModel", "ConsoleCore", "DeviceParameters", "IPMISettings", "Options", "CLinux", "CIPMIConsole",
        ],
        swiftSettings: strict, linkerSettings: [runpath("$ORIGIN/swift")]),
    .executableTarget(
        name: "stonithd",
        dependencies: [
            "ClusterModel", "Options", "Wire", "CrmSyntax", "AccessPolicy", "FencingCore", "Agents", "ConsoleCore",
            "Control", "CLinux", "DeviceParameters", "Execution", "Journal", "Runtime",
        ] + nio, swiftSettings: warningsAreErrors, linkerSettings: [runpath("$ORIGIN/../lib/stonith/swift")]),
    .executableTarget(
        name: "stonith",
        dependencies: [
            "ClusterModel", "Options", "Wire", "Agents", "ConsoleCore", "Execution", "Control", "CrmSyntax",
            "AccessPolicy", "CLinux",
        ],
        swiftSettings: strict,
        linkerSettings: [runpath("$ORIGIN/../lib/stonith/swift")]),
    .executableTarget(
        name: "crm",
        dependencies: [
            "ClusterModel", "Options", "Wire", "CibXML", "CibStore", "CrmSyntax", "Scheduler", "ClusterReport",
            "ClusterSimulation", "CLinux",
        ], swiftSettings: strict, linkerSettings: [runpath("$ORIGIN/swift")]),
    .executableTarget(
        name: "meatclient", dependencies: ["ClusterModel", "Control", "CLinux", "Options"], swiftSettings: strict,
        linkerSettings: [runpath("$ORIGIN/../lib/stonith/swift")]),
]

/// One for each kind of device; what decides in them is a target of its own.
let plugins: [Target] = [
    .systemLibrary(name: abi, path: "plugins/include"),
    .target(name: "DeviceParameters", swiftSettings: strict),
    .target(name: "PluginKit", dependencies: ["DeviceParameters", .target(name: abi)], swiftSettings: strict),
    .systemLibrary(name: "CFreeIPMI"),
    .target(name: "IPMISettings", dependencies: ["CFreeIPMI", "DeviceParameters", "PluginKit"], swiftSettings: strict),
    plugin("ipmi", ["CFreeIPMI", "IPMISettings"]),
    .systemLibrary(name: "CLibvirt"),
    .target(
        name: "LibvirtCore", dependencies: ["DeviceParameters", "PluginKit", .target(name: abi)],
        swiftSettings: strict),
    .target(name: "LibvirtClient", dependencies: ["LibvirtCore", "CLibvirt"], swiftSettings: strict),
    plugin("libvirt", ["LibvirtCore", "LibvirtClient"]),
    .systemLibrary(name: "CCurl"),
    .target(name: "HTTPClient", dependencies: ["CCurl", "DeviceParameters", "PluginKit"], swiftSettings: strict),
    .target(
        name: "RedfishCore", dependencies: ["DeviceParameters", "Wire", .target(name: abi)], swiftSettings: strict),
    plugin("redfish", ["RedfishCore", "HTTPClient"]),
    .target(name: "RIBCL", dependencies: ["CLibXML", "DeviceParameters"], swiftSettings: strict),
    plugin("riloe", ["HTTPClient", "RIBCL"]),
    .target(name: "RSADialogue", dependencies: ["DeviceParameters"], swiftSettings: strict),
    plugin("ibmrsa-telnet", ["RSADialogue"]),
    .target(name: "HelperCore", dependencies: ["DeviceParameters"], swiftSettings: strict),
    plugin("stonith-helper", ["HelperCore", "CLinux"]),
    plugin("null"),
    plugin("meatware"),
    plugin("fail"),
]

/// What tests, measures and plays the world.
let tests: [Target] = [
    .target(name: "TestRig", dependencies: ["CLinux"], path: "Tests/TestRig", swiftSettings: warningsAreErrors),
    .executableTarget(
        name: "Bench",
        dependencies: ["TestRig", "Execution", "Wire", "Control", "ClusterModel", "Journal", "Runtime"] + nio,
        path: "Tests/Bench",
        swiftSettings: warningsAreErrors),
    .target(
        name: "FencingRig", dependencies: ["FencingCore", "ClusterModel"], path: "Tests/FencingRig",
        swiftSettings: warningsAreErrors + fast),
    .target(
        name: "SchedulerRig",
        dependencies: ["Scheduler", "ClusterSimulation", "CibXML", "ClusterModel", "TestRig"],
        path: "Tests/SchedulerRig",
        swiftSettings: warningsAreErrors + fast),
    .executableTarget(
        name: "scheduler-judge", dependencies: ["SchedulerRig", "ClusterModel"], path: "Tests/scheduler-judge",
        swiftSettings: warningsAreErrors + fast),
    .executableTarget(
        name: "SchedulerBench", dependencies: ["SchedulerRig", "ClusterModel", "TestRig", "CLinux"],
        path: "Tests/SchedulerBench",
        swiftSettings: warningsAreErrors),
    test("SchedulerTests", ["Scheduler", "ClusterModel"], exclude: ["scenarios"]),
    test(
        "DifferentialTests", ["SchedulerRig", "scheduler-judge", "CibXML", "ClusterModel", "TestRig"],
        exclude: ["scenarios"]),
    test("ClusterModelTests", ["ClusterModel"]),
    test("AccessPolicyTests", ["AccessPolicy", "ClusterModel"]),
    test(
        "CrmSyntaxTests", ["CrmSyntax", "CibXML", "ClusterModel", "TestRig"],
        exclude: ["scenarios", "cluster", "cluster-slips"]),
    test(
        "FencingCoreTests", ["FencingCore", "FencingRig", "ClusterModel", "TestRig"], exclude: ["scenarios"]),
    test("WireTests", ["Wire", "ClusterModel", "TestRig"]),
    test("ControlTests", ["Control", "Wire", "ClusterModel", "TestRig"]),
    test("StonithClientTests", ["StonithClient", "ExampleClient", "TestRig"]),
    test("AgentsTests", ["Agents", "AgentXML", "Wire", "ClusterModel"]),
    test("ExecutionTests", ["Execution", "Agents", "ClusterModel", "TestRig"]),
    test("RuntimeTests", ["Runtime", "ConsoleCore", "Execution", "Wire", "ClusterModel", "TestRig"] + nio),
    test("StonithTests", ["stonith", "Options", "Control", "ClusterModel", "TestRig"]),
    test(
        "StonithdTests",
        [
            "stonithd", "AccessPolicy", "Agents", "FencingCore", "Control", "ClusterModel", "Execution", "Wire",
            "TestRig",
        ] + nio),
    test("CibXMLTests", ["CibXML", "ClusterModel", "TestRig"]),
    test("CibStoreTests", ["CibStore", "CibXML", "ClusterModel", "TestRig"]),
    test("ClusterReportTests", ["ClusterReport", "ClusterModel", "Scheduler", "TestRig"]),
    test("ClusterSimulationTests", ["ClusterSimulation", "CibXML", "ClusterModel", "Scheduler", "TestRig"]),
    test("CrmTests", ["crm", "CibXML", "ClusterModel", "Wire", "TestRig"]),
    test("MeatclientTests", ["meatclient", "ClusterModel", "TestRig"]),
    // Of the plugins only one: each exports the same C symbol.
    test("ConsoleCoreTests", ["ConsoleCore", "TestRig"]),
    test(
        "IPMITests",
        ["DeviceParameters", "ipmi", "IPMISettings", "PluginKit", "CFreeIPMI", .target(name: abi), "TestRig"]),
    test("HelperCoreTests", ["DeviceParameters", "HelperCore", "TestRig"]),
    test("RSADialogueTests", ["DeviceParameters", "RSADialogue", "TestRig"]),
    test("LibvirtTests", ["DeviceParameters", "LibvirtCore", "LibvirtClient", "PluginKit", .target(name: abi)]),
    test("RedfishCoreTests", ["DeviceParameters", "RedfishCore", "Wire", .target(name: abi), "TestRig"]),
    test("RIBCLTests", ["DeviceParameters", "RIBCL", "TestRig"]),
    test("HTTPClientTests", ["DeviceParameters", "HTTPClient", "PluginKit", "TestRig"]),
    test(
        "JournalTests",
        [
            "CLinux", "Journal", "stonith-journal", "Runtime", "Execution", "Control", "ClusterModel", "Wire",
            "TestRig",
        ] + nio),
    test("TidyTests", ["TestRig"]),
    test(
        "Integration", ["TestRig", "Execution", "Wire", "ClusterModel", "ExampleClient"],
        path: "Tests/Integration"),
]

let package = Package(
    name: "swift-stonith",
    products: [
        .executable(name: "stonith", targets: ["stonith"]),
        .executable(name: "stonithd", targets: ["stonithd"]),
        .executable(name: "stonith-exec", targets: ["stonith-exec"]),
        .executable(name: "stonith-journal", targets: ["stonith-journal"]),
        .executable(name: "stonith-metadata", targets: ["stonith-metadata"]),
        .executable(name: "stonith-console", targets: ["stonith-console"]),
        .executable(name: "crm", targets: ["crm"]),
        .library(name: "StonithClient", targets: ["StonithClient"]),
        .executable(name: "meatclient", targets: ["meatclient"]),
        .library(name: "ipmi", type: .dynamic, targets: ["ipmi"]),
        .library(name: "libvirt", type: .dynamic, targets: ["libvirt"]),
        .library(name: "riloe", type: .dynamic, targets: ["riloe"]),
        .library(name: "stonith-helper", type: .dynamic, targets: ["stonith-helper"]),
        .library(name: "redfish", type: .dynamic, targets: ["redfish"]),
        .library(name: "null", type: .dynamic, targets: ["null"]),
        .library(name: "ibmrsa-telnet", type: .dynamic, targets: ["ibmrsa-telnet"]),
        .library(name: "meatware", type: .dynamic, targets: ["meatware"]),
        .library(name: "fail", type: .dynamic, targets: ["fail"]),
    ],
    dependencies: [.package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2")],
    targets: libraries + programs + plugins + tests,
    swiftLanguageModes: [.v6]
)

/// The package of the fuzz targets: the code under test watched by libFuzzer, and `stonith` as a library.
func fuzz(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + ["FuzzDriver"], path: "Tests/Fuzz/\(name)",
        swiftSettings: warningsAreErrors + [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
}

if Context.environment["STONITH_FUZZ"] != nil {
    let watched: [SwiftSetting] = strict + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]
    package.products = []
    package.dependencies = []
    package.targets = package.targets.compactMap { target in
        switch target.name {
        case "CLinux", "CLibXML", "StonithExec", abi: break
        case "FencingRig": break
        case "ClusterModel", "FencingCore", "CibXML", "CrmSyntax", "AccessPolicy", "Options", "Wire", "Agents",
            "AgentXML", "ConsoleCore", "Control", "DeviceParameters", "Execution", "HelperCore", "Journal",
            "RedfishCore", "RIBCL",
            "RSADialogue":
            target.swiftSettings = watched
        case "stonith":
            return .target(
                name: "stonith", dependencies: target.dependencies, exclude: ["main.swift"], swiftSettings: watched)
        default: return nil
        }
        return target
    }
    package.targets += [
        .target(
            name: "FuzzDriver", path: "Tests/Fuzz/FuzzDriver",
            swiftSettings: warningsAreErrors + [.enableExperimentalFeature("Extern")]),
        fuzz("FuzzExecReply", ["Agents", "Wire", "ClusterModel"]),
        fuzz("FuzzControl", ["Control", "Wire", "ClusterModel"]),
        fuzz("FuzzICMP", ["HelperCore"]),
        fuzz("FuzzRIBCL", ["RIBCL"]),
        fuzz("FuzzConsole", ["ConsoleCore"]),
        fuzz("FuzzCrmSyntax", ["CrmSyntax", "ClusterModel"]),
        fuzz("FuzzCrmConfiguration", ["CrmSyntax", "ClusterModel"]),
        fuzz("FuzzCIB", ["CibXML", "CrmSyntax", "ClusterModel"]),
        fuzz("FuzzPolicy", ["AccessPolicy", "ClusterModel"]),
        fuzz("FuzzScriptOutput", ["stonith", "Agents", "Options", "Wire", "ClusterModel"]),
        fuzz("FuzzJournal", ["Journal", "Wire"]),
        fuzz("FuzzAgentMetadata", ["AgentXML", "Agents", "ClusterModel"]),
        fuzz("FuzzAgentOptions", ["Agents", "ClusterModel"]),
        fuzz("FuzzTelnet", ["RSADialogue"]),
        fuzz("FuzzRedfish", ["RedfishCore", .target(name: abi)]),
        fuzz("FuzzFencingCore", ["FencingCore", "FencingRig", "ClusterModel"]),
    ]
}
