import Foundation
import TestRig
import Testing

/// Storms and loops are held, visibly, until they are over or an operator says so.
@Suite(.waiting) struct HoldTests {
    private static func configuration(_ limits: String) -> String {
        Primitive.null("n", nodes: "pm01 pm03") + "property stonith-timeout=70s \(limits)\n"
    }

    @Test func aNodeInALoopIsHeldUntilItIsReleased() throws {
        let daemon = try RunningDaemon(Self.configuration("stonith-loop-limit=2/1h"))
        for _ in 0..<2 { #expect(try daemon.fence("pm01").0.status == 0) }
        let held = try daemon.stonith(["fence", "pm01", "--id", "third"])
        #expect(held.status == 111 && held.output.contains("held"), "\(held)")
        #expect(try daemon.fence("pm03").0.status == 0, "only the node itself is held")
        #expect(try daemon.stonith(["status"]).output.contains("HELD: pm01 was fenced 2 times"))
        #expect(try daemon.stonith(["release", "pm10"]).status == 105, "a slip of the pen releases nothing")
        #expect(try daemon.stonith(["status"]).output.contains("HELD"))
        #expect(try daemon.stonith(["release", "pm01"]).status == 0)
        #expect(try !daemon.stonith(["status"]).output.contains("HELD"))
        #expect(try daemon.stonith(["fence", "pm01"]).status == 0)
        #expect(daemon.logs("Succeeded to STONITH the node pm01", times: 3))
        #expect(
            daemon.log.count { $0.contains("sending fencing op RESET for pm01") } == 3, "the held one is never done")
        #expect(daemon.logs("released the hold of pm01"))
    }

    @Test func aStormIsHeldOverARestart() throws {
        let daemon = try RunningDaemon(Self.configuration("stonith-storm-limit=2/1h"))
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(try daemon.fence("pm03").0.status == 0)
        #expect(daemon.logs("Succeeded to STONITH the node pm03"))
        daemon.signal(SIGKILL)
        _ = daemon.wait()
        try daemon.start()
        #expect(try daemon.stonith(["fence", "pm01"]).status == 111)
        #expect(try daemon.stonith(["fence", "pm01", "--action", "on"]).status == 0, "no fence")
        #expect(try daemon.stonith(["release"]).status == 0)
        daemon.signal(SIGKILL)
        _ = daemon.wait()
        try daemon.start()
        #expect(try !daemon.stonith(["status"]).output.contains("BLOCKED"), "the hold was lifted")
        #expect(try daemon.stonith(["fence", "pm01"]).status == 0, "what was released counts no more")
    }
}
