import AccessPolicy
import Agents
import ClusterModel
import Execution
import Foundation
import TestRig
import Testing

@testable import stonithd

@Suite struct MetadataReadingTests {
    /// An installation whose metadata program counts its questions and fails.
    private static func room(_ folder: TemporaryFolder) throws -> Installation {
        try FileManager.default.createDirectory(
            atPath: folder.path("usr/lib/stonith"), withIntermediateDirectories: true)
        try folder.write(
            "usr/lib/stonith/stonith-metadata", "#!/bin/sh\necho asked >>\(folder.root)/asked\necho no >&2\nexit 1\n",
            mode: 0o755)
        return Installation(prefix: folder.path("usr"))
    }

    private static func asked(_ folder: TemporaryFolder) -> Int {
        let text = try? String(contentsOfFile: folder.path("asked"), encoding: .utf8)
        return text?.split(separator: "\n").count ?? 0
    }

    @Test func whoDoesNotAnswerIsAskedOnce() throws {
        let folder = try TemporaryFolder()
        var reading = MetadataReading(AgentMetadataCache(try Self.room(folder)))
        let type = try #require(DeviceType("fence_x"))
        for _ in 0..<3 {
            #expect(throws: AgentMetadataCache.Failure.self) { try reading.profile(of: type, at: "/nowhere/fence_x") }
        }
        #expect(Self.asked(folder) == 1)
    }

    @Test func nobodyIsAskedWhenTheTimeIsUp() throws {
        let folder = try TemporaryFolder()
        let past = Instant.now().adding(milliseconds: -MetadataReading.askMilliseconds)
        var reading = MetadataReading(AgentMetadataCache(try Self.room(folder)), at: past)
        let type = try #require(DeviceType("fence_x"))
        #expect(throws: AgentMetadataCache.Failure.self) { try reading.profile(of: type, at: "/nowhere/fence_x") }
        #expect(Self.asked(folder) == 0)
    }

    @Test func whatAnAgentSaidBeforeIsKept() throws {
        let type = try #require(DeviceType("fence_x"))
        let configuration = DeviceConfiguration(id: "d1", type: type)
        let text =
            #"{"brief":"b","text":"t","url":"u","actions":[{"name":"off","automatic":false,"on-target":false}],"#
            + #""parameters":[]}"#
        let profile = try AgentProfile(type, json: Array(text.utf8)[...])
        var known = LoadedConfiguration.Device(
            configuration: configuration, agent: .agent("/a/fence_x"), problem: nil, parameters: [])
        known.profile = profile
        var lost = known
        (lost.profile, lost.problem, lost.lacksMetadata) = (nil, "it hangs", true)
        let policy = AccessPolicy(ownUser: 0, AccountTable(passwd: [], group: []))
        var loaded = LoadedConfiguration(
            fencing: FencingConfiguration(), devices: [lost], alerts: [], access: policy, warnings: "", digest: "")
        loaded.keepProfiles(of: [known])
        #expect(loaded.devices[0].profile == profile && loaded.devices[0].problem == nil)
        #expect(loaded.warnings.contains("device d1: it hangs"))
        lost.agent = .agent("/b/fence_x")
        loaded.devices = [lost]
        loaded.keepProfiles(of: [known])
        #expect(loaded.devices[0].problem == "it hangs", "another file is another agent")
    }
}
