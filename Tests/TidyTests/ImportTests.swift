import Testing

/// Who may import whom: the layers of Package.swift, and nothing of the system beyond what a line names.
@Suite struct ImportTests {
    private static let allowed: [String: Set<String>] = [
        "Sources/ClusterModel": [],
        "Sources/Options": [],
        "Sources/ConsoleCore": [],
        "Sources/FencingCore": ["ClusterModel"],
        "Sources/Scheduler": ["ClusterModel"],
        "Sources/ClusterReport": ["ClusterModel", "Scheduler", "Wire"],
        "Sources/ClusterSimulation": ["ClusterModel", "Scheduler"],
        "Sources/crm": [
            "ClusterModel", "Options", "Wire", "CibXML", "CibStore", "CrmSyntax", "Scheduler", "ClusterReport",
            "ClusterSimulation", "CLinux", "Glibc",
        ],
        "Sources/Wire": ["ClusterModel"],
        "Sources/CrmSyntax": ["ClusterModel"],
        "Sources/Journal": ["Wire", "Glibc"],
        "Sources/AccessPolicy": ["ClusterModel"],
        "Sources/Agents": ["ClusterModel", "Wire"],
        "Sources/CibXML": ["ClusterModel", "CLibXML", "Glibc"],
        "Sources/CibStore": ["ClusterModel", "CibXML", "Glibc"],
        "Sources/AgentXML": ["Wire", "CLibXML"],
        "Sources/stonith-metadata": ["AgentXML", "Execution", "CLinux", "Glibc"],
        "Sources/Execution": ["ClusterModel", "Wire", "Agents", "AccessPolicy", "CLinux", "StonithExec", "Glibc"],
        "Sources/Control": ["ClusterModel", "Wire", "CLinux", "Glibc"],
        "Sources/Runtime": [
            "ClusterModel", "Wire", "Agents", "ConsoleCore", "Control", "CLinux", "Execution", "Journal", "Glibc",
            "NIOCore", "NIOPosix",
        ],
        "Sources/stonithd": [
            "ClusterModel", "Options", "CrmSyntax", "AccessPolicy", "FencingCore", "ConsoleCore", "Wire", "Agents",
            "Control", "CLinux", "DeviceParameters", "Execution", "Journal", "Runtime", "Glibc", "NIOCore", "NIOPosix",
        ],
        "Sources/stonith-journal": ["ClusterModel", "Journal", "Options", "Wire", "CLinux", "CCrypto", "Glibc"],
        "Sources/StonithClient": ["ClusterModel", "Control", "Glibc"],
        "Sources/meatclient": ["ClusterModel", "Control", "CLinux", "Options", "Glibc"],
        "Sources/stonith-console": [
            "ClusterModel", "ConsoleCore", "DeviceParameters", "IPMISettings", "Options", "CLinux", "CIPMIConsole",
            "Glibc",
        ],
        "Sources/stonith": [
            "ClusterModel", "Options", "Wire", "Agents", "ConsoleCore", "Execution", "Control", "CrmSyntax",
            "AccessPolicy", "CLinux", "Glibc",
        ],
        "Sources/DeviceParameters": [],
        "Sources/PluginKit": ["CStonithPlugin", "DeviceParameters", "Glibc"],
        "plugins/libvirt": plugin.union(["LibvirtCore", "LibvirtClient", "Synchronization"]),
        "Sources/LibvirtCore": ["DeviceParameters", "PluginKit", "CStonithPlugin", "Glibc"],
        "Sources/LibvirtClient": ["LibvirtCore", "CLibvirt", "Glibc"],
        "plugins/ipmi": plugin.union(["CFreeIPMI", "IPMISettings", "Synchronization"]),
        "Sources/IPMISettings": ["CFreeIPMI", "DeviceParameters", "PluginKit", "Glibc"],
        "plugins/meatware": plugin,
        "Sources/HelperCore": ["DeviceParameters", "Glibc"],
        "plugins/stonith-helper": plugin.union(["HelperCore", "CLinux"]),
        "Sources/RSADialogue": ["DeviceParameters"],
        "plugins/ibmrsa-telnet": plugin.union(["RSADialogue"]),
        "Sources/RedfishCore": ["DeviceParameters", "Wire", "CStonithPlugin"],
        "plugins/redfish": plugin.union(["RedfishCore", "HTTPClient"]),
        "Sources/HTTPClient": ["CCurl", "DeviceParameters", "PluginKit", "Glibc"],
        "Sources/RIBCL": ["CLibXML", "DeviceParameters"],
        "plugins/riloe": plugin.union(["HTTPClient", "RIBCL"]),
        "plugins/null": plugin,
        "plugins/fail": plugin,
    ]
    private static let plugin: Set = ["DeviceParameters", "PluginKit", "CStonithPlugin", "Glibc"]

    private static let product = Tree.swift.filter { $0.isIn("Sources", "plugins") }

    private static func folder(_ file: Tree.File) -> String {
        file.path.split(separator: "/").prefix(2).joined(separator: "/")
    }

    static func imports(_ file: Tree.File) -> [String] {
        let line =
            #/^(?:@[a-z_A-Z]+ |[a-z]+ )*?import (?:(?:struct|class|enum|protocol|func|var|let|typealias) )?(\w+)/#
        return SwiftText(file.text).code.matches(of: line.anchorsMatchLineEndings()).map { String($0.1) }
    }

    @Test func importsOnlyPointDown() throws {
        try #require(Self.product.count > 30)
        for file in Self.product {
            guard let allowed = Self.allowed[Self.folder(file)] else {
                Issue.record("\(file.path): nothing here says what \(Self.folder(file)) may import")
                continue
            }
            for name in Self.imports(file) where !allowed.contains(name) {
                Issue.record("\(file.path) imports \(name)")
            }
        }
    }

    @Test func noProductImportsFoundationOrDispatch() {
        for file in Self.product {
            for name in Self.imports(file) where name.hasPrefix("Foundation") || name == "Dispatch" {
                Issue.record("\(file.path) imports \(name)")
            }
        }
    }

    @Test func everyFormOfImportIsSeen() {
        let source = """
            import A
            @testable import B
            public import C
            import struct D.E
            // import F
            let text = "\\nimport G"
            @preconcurrency internal import H
            """
        #expect(Self.imports(Tree.File(path: "a.swift", text: source)) == ["A", "B", "C", "D", "H"])
    }
}
