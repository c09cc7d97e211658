import TestRig
import Testing

/// `redfish` under the daemon: what is remembered between actions, and a request that nobody wants any more.
@Suite(.waiting) struct RedfishDaemonTests {
    private static func primitive(_ service: SimulatedRedfish) -> String {
        let parameters = service.parameters().map { word in
            let parts = word.split(separator: "=", maxSplits: 1)
            return "\(parts[0])=\"\(parts[1])\""
        }
        return "primitive board stonith:redfish params \(parameters.joined(separator: " "))\n"
    }

    @Test func aFenceOfADeviceThatIsKnownTakesFourRequests() throws {
        let service = try SimulatedRedfish()
        let daemon = try RunningDaemon(Self.primitive(service) + Primitive.budget(40))
        let (first, _) = try daemon.fence("pm01")
        #expect(first.status == 0, "\(first.errors)")
        let before = try service.roundTrips()
        let (_, verdict) = try daemon.fence("pm01", ["--minimum-evidence", "accepted"])
        #expect(verdict.outcome == "fenced")
        #expect(try service.roundTrips() - before == 2 + 4)
        #expect(try service.resets() == ["ForceRestart", "ForceRestart"])
        #expect(try service.openSessions() == 0)
    }

    /// While it waits for a busy service, and while the answer to the login is on its way.
    @Test(arguments: ["get=503", "login=300"]) func aCancelLogsOutAndSendsNothing(mode: String) throws {
        let service = try SimulatedRedfish()
        let daemon = try RunningDaemon(Self.primitive(service) + Primitive.budget(40))
        #expect(eventually { (try? service.openSessions()) == 0 })
        try service.set(mode: mode)
        let fence = try daemon.begin(["fence", "pm01", "--id", "mine"])
        #expect(eventually { (try? service.openSessions()) == 1 })
        #expect(try daemon.stonith(["cancel", "mine"]).status == 0)
        #expect(fence.wait(seconds: 10) != nil)
        #expect(eventually { (try? service.openSessions()) == 0 })
        #expect(try service.resets().isEmpty)
    }
}
