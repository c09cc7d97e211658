import Foundation
import Synchronization
import TestRig
import Testing

/// Many clients at once, clients that vanish, and a client that uses the library.
@Suite(.waiting) struct DaemonClientTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aClientThatVanishesTakesNothingBack() throws {
        let stage = try GateScript.stage()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "gate=\"\(folder.path("gate"))\"") + Primitive.budget(70), stage: stage)
        var client: SocketClient? = try daemon.connect()
        client?.sendLine(#"{"verb":"fence","id":"left","node":"pm01","reason":"vanishes"}"#)
        #expect(folder.hasMark())
        client = nil
        #expect(eventually { daemon.descriptors > 0 })
        try folder.write("gate", "")
        let done = try daemon.request(#"{"verb":"fence","id":"left","node":"pm01"}"#)
        #expect(try Verdict(done).outcome == "fenced")
        #expect(try daemon.stonith(["history", "pm01", "--json"]).output.contains(#""reason":"vanishes""#))
        #expect(folder.marks.count == 1)
    }

    /// F2: what runs when a request comes is too old for it. So those 200 that come while the first one's reset runs
    /// share one more reset, and no third is made.
    @Test func twoHundredClientsAskForOneNode() throws {
        let stage = try GateScript.stage()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "gate=\"\(folder.path("gate"))\"") + Primitive.budget(70), stage: stage)
        let first = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        let clients = try (0..<200).map { _ in try daemon.connect() }
        for (number, client) in clients.enumerated() {
            client.sendLine(#"{"verb":"fence","id":"many-\#(number)","node":"pm01"}"#)
        }
        for client in clients { #expect(client.readLine(with: #""event":"joined""#) != nil) }
        try folder.write("gate", "")
        for client in clients {
            let line = try #require(client.readLine(with: #"{"event":"done""#))
            #expect(line.contains(#""outcome":"fenced""#), "\(line)")
        }
        #expect(first.wait(seconds: 10) == 0)
        #expect(folder.marks.count == 2)
    }

    /// Without a gate nobody knows who comes first: a reset for the first one, one more for those that came meanwhile,
    /// one for those that came while that one ran, and so on until the last ones have arrived.
    @Test func aStormReachesTheBMCAFewTimes() throws {
        let bmc = try SimulatedBMC("127.0.46.1")
        let daemon = try RunningDaemon(Primitive.ipmi("i", bmc) + Primitive.budget(70))
        let clients = try (0..<200).map { _ in try daemon.connect() }
        for (number, client) in clients.enumerated() {
            client.sendLine(#"{"verb":"fence","id":"storm-\#(number)","node":"pm01"}"#)
        }
        for client in clients {
            #expect(client.readLine(with: #"{"event":"done""#)?.contains(#""outcome":"fenced""#) == true)
        }
        let resets = try bmc.log()
        #expect((1...4).contains(resets.count), "\(resets.count)")
    }

    @Test func tenTargetsAtOnce() throws {
        let bmcs = try SimulatedBMC("127.0.46.11", count: 10)
        for number in 1...10 { try bmcs.set(mode: "offdelay=1", number) }
        let devices = (1...10).map { number in
            Primitive.ipmi("i\(number)", bmcs, node: "n\(number)").replacing(
                "127.0.46.11", with: "127.0.46.\(10 + number)")
        }
        let daemon = try RunningDaemon(devices.joined() + Primitive.budget(70))
        let begin = DispatchTime.now()
        let clients = try (1...10).map { number in
            let client = try daemon.connect()
            client.sendLine(#"{"verb":"fence","id":"p\#(number)","node":"n\#(number)","action":"off"}"#)
            return client
        }
        for client in clients {
            #expect(client.readLine(with: #"{"event":"done""#)?.contains(#""evidence":"read-back""#) == true)
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e9
        #expect(seconds < 8, "one after the other would take ten times a second or two")
        for number in 1...10 { #expect(try !bmcs.isOn(number)) }
    }

    // MARK: The library

    /// The program of examples/client.swift, built beside these tests.
    private static func example(_ arguments: [String], socket: String) throws -> ProcessRun {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("ExampleClient")
        return try ProcessRun.run(
            program.path, arguments,
            environment: ProcessRun.plainEnvironment.merging(["STONITH_SOCKET": socket]) { $1 })
    }

    @Test func theExampleFencesAndFails() throws {
        let stage = try GateScript.stage()
        let daemon = try RunningDaemon(
            Primitive.null("n") + Primitive.gate("g", folder, nodes: "pm03", "result=1") + Primitive.budget(70),
            stage: stage)
        let good = try Self.example(["pm01", "no", "heartbeat"], socket: daemon.socket)
        #expect(good.status == 0, "\(good)")
        #expect(good.output.contains("level 1 of 1: n\n") && good.output.contains("n begins to reset (pid "))
        #expect(good.output.contains("pm01: fenced (evidence: accepted)."))
        let bad = try Self.example(["pm03"], socket: daemon.socket)
        #expect(bad.status == 5 && bad.output.contains("pm03: failed (evidence: none)."), "\(bad)")
        #expect(try Self.example(["pm09"], socket: daemon.socket).status == 105)
        #expect(try daemon.stonith(["history", "--json"]).output.contains(#""client":"example client (pid "#))
    }
}
