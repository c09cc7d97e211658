import ClusterModel
import Foundation
import TestRig
import Testing

@testable import Execution

/// On a prefix of its own; the system's folder of external scripts is listed besides, so names here are unusual.
@Suite struct DeviceCatalogTests {
    private let folder: TemporaryFolder
    private let catalog: DeviceCatalog

    init() throws {
        folder = try TemporaryFolder()
        for name in ["native", "plugins/external"] {
            try FileManager.default.createDirectory(
                atPath: folder.path("lib/stonith/\(name)"), withIntermediateDirectories: true)
        }
        catalog = DeviceCatalog(Installation(prefix: folder.root))
    }

    private func addNative(_ name: String, mode: Int = 0o644) throws -> String {
        try folder.write("lib/stonith/native/\(name)", "", mode: mode)
    }

    private func addScript(_ name: String, mode: Int = 0o755) throws -> String {
        try folder.write("lib/stonith/plugins/external/\(name)", "", mode: mode)
    }

    private func agent(_ type: String) throws -> DeviceCatalog.Agent {
        try catalog.agent(for: try #require(DeviceType(type)))
    }

    private var types: [String] { catalog.listing().types.map(\.description) }

    @Test func whatIsThereIsListedInOrder() throws {
        _ = try addNative("zz-own.so")
        _ = try addScript("zz-script")
        _ = try addScript("aa-script")
        #expect(Set(types).isSuperset(of: ["zz-own", "external/zz-script", "external/aa-script"]))
        #expect(types == types.sorted())
    }

    @Test func aHiddenScriptIsListedUnderScript() throws {
        let native = try addNative("ipmi.so")
        let script = try addScript("ipmi")
        #expect(types.filter { $0.hasSuffix("/ipmi") } == ["external/ipmi", "script/ipmi"])
        #expect(try agent("external/ipmi") == .native(native))
        #expect(try agent("script/ipmi") == .script(script))
    }

    @Test func aPluginThatIsNoExternalTypeHidesNoScript() throws {
        let native = try addNative("zz-both.so")
        let script = try addScript("zz-both")
        #expect(types.filter { $0.hasSuffix("zz-both") } == ["external/zz-both", "zz-both"])
        #expect(try agent("zz-both") == .native(native))
        #expect(try agent("external/zz-both") == .script(script))
    }

    @Test(arguments: [0o775, 0o757, 0o777])
    func aFileThatOthersMayWriteIsLeftOutWithTheReason(mode: Int) throws {
        let script = try addScript("zz-open", mode: mode)
        let native = try addNative("zz-own.so", mode: mode)
        let listing = catalog.listing()
        #expect(!listing.types.contains { $0.description.contains("zz-") })
        for path in [script, native] {
            #expect(listing.complaints.contains { $0.contains("left out") && $0.contains("chmod go-w \(path)") })
        }
        for type in ["external/zz-open", "zz-own"] {
            #expect {
                try agent(type)
            } throws: { error in
                if case DeviceCatalog.Failure.untrusted(.writableByOthers) = error { true } else { false }
            }
        }
    }

    @Test func whatIsNoPluginIsPassedOverInSilence() throws {
        _ = try addScript("zz-readme", mode: 0o644)
        _ = try addScript(".zz-hidden")
        _ = try addScript("zz bad name")
        _ = try addNative("zz-notes.txt")
        try FileManager.default.createDirectory(
            atPath: folder.path("lib/stonith/plugins/external/zz-folder"), withIntermediateDirectories: false)
        let listing = catalog.listing()
        #expect(!listing.types.contains { $0.description.contains("zz") })
        #expect(!listing.complaints.contains { $0.contains("zz") })
    }

    @Test(arguments: ["zz-nothing", "external/zz-nothing", "script/zz-nothing"])
    func anUnknownTypeIsSaidToBe(type: String) {
        #expect(throws: DeviceCatalog.Failure.noSuchType(type)) { try agent(type) }
        #expect(DeviceCatalog.Failure.noSuchType(type).text.contains("stonith -L"))
    }

    @Test func anAgentIsFoundUnderItsOwnName() throws {
        try FileManager.default.createDirectory(atPath: folder.path("sbin"), withIntermediateDirectories: false)
        let program = try folder.write("sbin/fence_zz-program", "", mode: 0o755)
        let link = folder.path("sbin/fence_zz")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "fence_zz-program")
        _ = try folder.write("sbin/other", "", mode: 0o755)
        _ = try folder.write("sbin/fence_zz_notes", "", mode: 0o644)
        #expect(types.contains("fence_zz") && !types.contains("other") && !types.contains("fence_zz_notes"))
        #expect(try agent("fence_zz") == .agent(link))
        #expect(try agent("fence_zz-program") == .agent(program))
        #expect(throws: DeviceCatalog.Failure.noSuchType("fence_zz-nothing")) { try agent("fence_zz-nothing") }
    }

    @Test func whatIsKnownOfAgentsLiesBesideAStagedTree() {
        #expect(Installation(prefix: "/usr").metadataCache == "/var/cache/stonith/metadata")
        #expect(Installation(prefix: "/usr/local").metadataCache == "/var/cache/stonith/metadata")
        #expect(Installation(prefix: "/tmp/s/usr").metadataCache == "/tmp/s/var/cache/stonith/metadata")
        #expect(Installation(prefix: "/usr").agentFolders == ["/usr/sbin"])
        #expect(Installation(prefix: "/opt").agentFolders == ["/opt/sbin", "/usr/sbin"])
        #expect(Installation(prefix: "/opt").metadataCache == "/var/cache/stonith/metadata")
    }

    @Test func aPrefixWithoutFoldersIsNoError() {
        let empty = DeviceCatalog(Installation(prefix: folder.path("nothing"))).listing()
        #expect(!empty.types.contains { !$0.isExternal && !$0.isAgent })
    }

    @Test func theOwnFolderComesBeforeTheSystems() {
        #expect(
            Installation(prefix: "/opt/x").externalFolders == [
                "/opt/x/lib/stonith/plugins/external", "/usr/lib/stonith/plugins/external",
            ])
        #expect(Installation(prefix: "/usr").externalFolders == ["/usr/lib/stonith/plugins/external"])
    }
}
