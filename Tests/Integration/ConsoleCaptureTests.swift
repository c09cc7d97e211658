import Foundation
import TestRig
import Testing

/// A daemon with `sol_capture=yes`: what a node said before and during its fence is in the history.
@Suite(.waiting) struct ConsoleCaptureTests {
    private static let panic = "Kernel panic - not syncing: Fatal exception in interrupt"

    private func bmc(_ last: Int) throws -> (SimulatedBMC, SerialPort) {
        let bmc = try SimulatedBMC("127.45.100.\(last)", hasSerial: true)
        return (bmc, try #require(bmc.serial))
    }

    private func device(_ bmc: SimulatedBMC) -> String {
        Primitive.ipmi("i", bmc, "sol_capture=\"yes\" workaround_flags=\"\(ConsoleRig.workarounds)\" priority=\"1\"")
    }

    private func ring(_ daemon: RunningDaemon) -> String { (try? daemon.folder.read("sock.console/i")) ?? "" }

    /// What the node says is captured once its text is in the ring.
    private func say(_ text: String, _ serial: SerialPort, _ daemon: RunningDaemon) {
        #expect(daemon.logs("the console of device i is captured"), "\(daemon.log)")
        serial.write(text + "\r\n")
        #expect(eventually { ring(daemon).contains(text) }, "\(ring(daemon))")
    }

    private struct History: Decodable {
        struct Entry: Decodable {
            struct Console: Decodable {
                var device: String
                var before: Int
                var during: Int
                var kept: String
            }
            var id: String
            var console: Console?
        }
        var entries: [Entry]
    }

    private func entry(_ daemon: RunningDaemon, _ id: String) throws -> History.Entry {
        let line = try daemon.stonith(["history", "--json"]).output
        let history = try JSONDecoder().decode(History.self, from: Data(line.utf8))
        return try #require(history.entries.first { $0.id == id })
    }

    @Test func aPanicTextSurvivesTheMachine() throws {
        let (bmc, serial) = try bmc(1)
        let daemon = try RunningDaemon(device(bmc) + Primitive.budget(30))
        say("\u{1B}[31m\(Self.panic)\u{1B}[0m \u{7}", serial, daemon)
        say("password hogehoge of 雪 \u{202E}", serial, daemon)
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0, "\(run.output)")
        let console = try #require(try entry(daemon, verdict.id).console)
        #expect(console.device == "i" && console.before > 60 && console.kept == verdict.id)
        let text = try daemon.stonith(["history", "--console", verdict.id]).output
        #expect(text.contains("\n\(Self.panic) ^G\n"), "\(text)")
        #expect(text.contains("password ••• of 雪 \\u{202E}\n") && !text.contains("hogehoge"))
        #expect(text.contains("request \(verdict.id) to reset pm01 begins]"))
        let table = try daemon.stonith(["history", "pm01"]).output
        #expect(table.contains("stonith history --console \(verdict.id)"), "\(table)")
        let json = try daemon.stonith(["history", "--console", verdict.id, "--json"]).output
        #expect(json.split(separator: "\n").count == 1 && json.contains(#""verb":"console""#))
        try expectTraces(daemon, verdict.id, text)
    }

    /// In a file of its own, which nobody else reads, and the end of it in the journal.
    private func expectTraces(_ daemon: RunningDaemon, _ id: String, _ text: String) throws {
        let path = "state/console/request-\(id)"
        #expect(eventually { (try? daemon.folder.read(path)) == text })
        let attributes = try FileManager.default.attributesOfItem(atPath: daemon.folder.path(path))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let journal = try ProcessRun.run(
            daemon.stage.stonith, ["journal", "show", "--json", "--journal", daemon.folder.path("state/journal")])
        let line = try #require(journal.output.split(separator: "\n").first { $0.contains(#""kind":"console""#) })
        #expect(line.contains("Kernel panic") && !line.contains("hogehoge"))
    }

    /// The ring outlives the daemon, and the text in the history the next one.
    @Test func whatWasSaidOutlivesTheDaemon() throws {
        let (bmc, serial) = try bmc(2)
        let daemon = try RunningDaemon(device(bmc) + Primitive.budget(30))
        say(Self.panic, serial, daemon)
        daemon.signal(SIGKILL)
        _ = daemon.wait()
        try daemon.start()
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0, "\(run.output)")
        #expect(try daemon.stonith(["history", "--console", verdict.id]).output.contains(Self.panic))
        // The capture of the one before has taken leave of the BMC, so that the new one gets the console: a minute
        // later where the fence came while it was logging in.
        #expect(daemon.logs("the console of device i is captured", times: 2, withinSeconds: 100), "\(daemon.log)")
        #expect(daemon.stop() == 0)
        try daemon.start()
        #expect(try daemon.stonith(["history", "--console", verdict.id]).output.contains(Self.panic))
    }

    @Test func itsProcessIsStartedAgain() throws {
        let (bmc, serial) = try bmc(3)
        let daemon = try RunningDaemon(device(bmc) + Primitive.budget(30))
        say(Self.panic, serial, daemon)
        let children = daemon.children("--capture")
        #expect(children.count == 1)
        for child in children { kill(child, SIGKILL) }
        #expect(daemon.logs("the console of device i is not captured"))
        #expect(eventually(withinSeconds: 15) { daemon.children("--capture").count == 1 })
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0)
        #expect(try daemon.stonith(["history", "--console", verdict.id]).output.contains(Self.panic))
        let last = daemon.children("--capture")
        #expect(daemon.stop() == 0)
        #expect(eventually { last.allSatisfy(isDead) })
    }

    /// A BMC that is dead at the start holds nothing up, and is listened to once it is there.
    @Test func aBMCMayComeLater() throws {
        let (bmc, serial) = try bmc(4)
        try bmc.stop()
        let daemon = try RunningDaemon(device(bmc) + Primitive.null("n", "priority=\"2\"") + Primitive.budget(40))
        #expect(daemon.logs("the console of device i is not captured", withinSeconds: 40), "\(daemon.log)")
        let status = try daemon.stonith(["status"]).output
        #expect(status.contains("the console of device i is not captured"), "\(status)")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0, "\(run.output)")
        let none = try daemon.stonith(["history", "--console", verdict.id])
        #expect(none.status == 105 && none.errors.contains("no console"), "\(none.errors)")
        try bmc.startAgain()
        #expect(daemon.logs("the console of device i is captured", withinSeconds: 75), "\(daemon.log)")
        say(Self.panic, serial, daemon)
    }

    /// Its BMC has few sessions.
    @Test func noSessionIsBegunWhileItsNodeIsFenced() throws {
        let (bmc, _) = try bmc(8)
        try bmc.stop()
        let daemon = try RunningDaemon(
            device(bmc) + Primitive.meatware("m", "priority=\"2\"") + Primitive.null("n", nodes: "pm03")
                + Primitive.budget(40))
        #expect(daemon.logs("the console of device i is not captured", withinSeconds: 40), "\(daemon.log)")
        #expect(try daemon.fence("pm03").0.status == 0)
        #expect(daemon.children("--capture").count == 1, "another node's fence is none of its business")
        let fence = try daemon.begin(["fence", "pm01", "--id", "one"])
        #expect(eventually { daemon.children("--capture").isEmpty })
        #expect(try daemon.stonith(["cancel", "one"]).status == 0 && fence.wait(seconds: 20) == 5)
        // After a minute, when what it had begun before is gone from the BMC.
        #expect(eventually(withinSeconds: 75) { daemon.children("--capture").count == 1 })
    }

    /// The BMC goes away with the console in the middle of the fence: what came before is kept.
    @Test func aConsoleThatIsLostInAFenceKeepsWhatCame() throws {
        let (bmc, serial) = try bmc(5)
        let daemon = try RunningDaemon(device(bmc) + Primitive.null("n", "priority=\"2\"") + Primitive.budget(40))
        say(Self.panic, serial, daemon)
        try bmc.set(mode: "offdelay=30")
        try bmc.stop()
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.steps.count > 1, "\(run.output)")
        #expect(try daemon.stonith(["history", "--console", verdict.id]).output.contains(Self.panic))
    }

    @Test func whoMayOnlyReadDoesNotSeeConsoles() throws {
        let (bmc, serial) = try bmc(6)
        let daemon = try RunningDaemon(device(bmc) + Primitive.budget(30))
        say(Self.panic, serial, daemon)
        let (_, verdict) = try daemon.fence("pm01")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: daemon.folder.root)
        let run = try ProcessRun.run(
            "/usr/bin/setpriv",
            [
                "--reuid=nobody", "--regid=nogroup", "--clear-groups", daemon.stage.stonith, "history", "--console",
                verdict.id,
            ],
            environment: ProcessRun.plainEnvironment.merging(["STONITH_SOCKET": daemon.socket]) { $1 })
        #expect(run.status == 77 && !run.output.contains("panic"), "\(run.errors)")
    }

    /// Nothing of it is in the way: the daemon sleeps while the node speaks.
    @Test func theDaemonSleepsWhileTheNodeSpeaks() throws {
        let (bmc, serial) = try bmc(7)
        let daemon = try RunningDaemon(device(bmc) + Primitive.budget(30))
        say(Self.panic, serial, daemon)
        #expect(eventually { (try? daemon.stonith(["status"]).status) == 0 })
        let before = daemon.contextSwitches
        for number in 0..<50 { serial.write("line \(number) of much\r\n") }
        #expect(eventually { ring(daemon).contains("line 49 of much") })
        #expect(daemon.contextSwitches - before <= 5)
    }
}

extension RunningDaemon {
    /// How often its loop's thread went to sleep.
    fileprivate var contextSwitches: Int {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
