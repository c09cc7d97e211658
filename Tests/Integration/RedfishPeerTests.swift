import Foundation
import TestRig
import Testing

/// Clients that nobody here wrote take the double for a service: that keeps it honest.
@Suite(.waiting) struct RedfishPeerTests {
    private static let tool = "/usr/bin/redfishtool"

    private func fence(_ service: SimulatedRedfish, _ action: String) throws -> ProcessRun {
        try ProcessRun.run(
            "/usr/sbin/fence_redfish",
            [
                "-a", SimulatedRedfish.address, "-u", "\(service.port)", "-l", SimulatedRedfish.user, "-p",
                SimulatedRedfish.password, "--ssl-insecure", "-o", action,
            ])
    }

    @Test func fenceRedfishTakesIt() throws {
        let service = try SimulatedRedfish()
        let steps: [(action: String, says: String?)] = [
            ("status", "Status: ON"), ("monitor", nil), ("list", "NOTICE: List option"),
            ("off", "Success: Powered OFF"),
            ("off", "Success: Already OFF"), ("on", "Success: Powered ON"), ("reboot", "Success: Rebooted"),
        ]
        for (action, says) in steps {
            let run = try fence(service, action)
            #expect(run.status == 0, "\(action): \(run.errors)")
            if let says { #expect(run.output.contains(says), "\(action): \(run.output)") }
        }
        #expect(try service.resets() == ["ForceOff", "On", "ForceOff", "On"])
        #expect(try service.log().allSatisfy { !$0.hasPrefix("session") })
        try service.set(on: false)
        #expect(try fence(service, "status").status == 2)
        try service.set(mode: "task=100 absolute chunked action-info")
        #expect(try fence(service, "on").status == 0)
    }

    /// The DMTF's own command line client, with a session and without.
    @Test(arguments: ["Basic", "Session"]) func redfishtoolTakesIt(login: String) throws {
        let service = try SimulatedRedfish()
        let common = [
            "-r", "\(SimulatedRedfish.address):\(service.port)", "-u", SimulatedRedfish.user, "-p",
            SimulatedRedfish.password, "-S", "Always", "-A", login,
        ]
        func call(_ words: [String]) throws -> ProcessRun { try ProcessRun.run(Self.tool, common + words) }
        let system = try call(["Systems", "-F"])
        #expect(system.status == 0, "\(system.errors)")
        #expect(system.output.contains("38947555-7742-3448-3784-823347823831"), "\(system.output)")
        for type in ["ForceOff", "On", "ForceRestart"] {
            let run = try call(["Systems", "-F", "reset", type])
            #expect(run.status == 0, "\(type): \(run.errors)")
        }
        #expect(try service.resets() == ["ForceOff", "On", "ForceRestart"])
        #expect(try service.log().contains { $0.hasPrefix("session open") } == (login == "Session"))
        #expect(try service.openSessions() == 0)
    }

    /// What ours asks for and what fence_redfish asks for leads to the same power.
    @Test func oursDoesWhatFenceRedfishDoes() throws {
        let (theirs, ours) = (try SimulatedRedfish(), try SimulatedRedfish())
        for (action, ourAction) in [("off", "off"), ("on", "on"), ("reboot", "reset")] {
            _ = try fence(theirs, action)
            let run = try Stage.shared.stonith(
                ["-s", "-t", "redfish"] + ours.parameters() + ["reset_method=onoff", "-T", ourAction, "pm01"])
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(try ours.resets() == theirs.resets())
        #expect(try ours.roundTrips() * 2 < theirs.roundTrips())
    }
}
