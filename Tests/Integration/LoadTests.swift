import Foundation
import TestRig
import Testing

/// What `make bench` measures of a busy machine and of growth, with room for a machine that is busy with other tests.
@Suite(.serialized, .waiting) struct LoadTests {
    private static let noLimits = "property stonith-timeout=60s stonith-storm-limit=none stonith-loop-limit=none\n"

    /// The goal is 50 ms. A daemon that this machine does not let come first competes with the load as anybody does.
    @Test(.enabled(if: Namespace.isAllowed, "needs root, for a BMC that this machine's load does not slow down"))
    func aResetIsSoonDoneUnderLoad() throws {
        let bmc = try SimulatedBMC("127.0.45.61", isRealTime: true)
        let daemon = try RunningDaemon(Primitive.ipmi("i", bmc) + Self.noLimits)
        #expect(try daemon.fence("pm01").1.outcome == "fenced")
        let folder = try TemporaryFolder()
        let stress = try Stress(in: folder)
        var slowest = 0
        for _ in 0..<15 {
            let (_, verdict) = try daemon.fence("pm01")
            #expect(verdict.outcome == "fenced")
            slowest = max(slowest, verdict.ms ?? .max)
        }
        let isRealTime = sched_getscheduler(daemon.pid) == SCHED_RR
        #expect(slowest <= (isRealTime ? 250 : 5000), "\(slowest) ms")
        withExtendedLifetime(stress) {}
    }

    @Test func nothingGrowsWithTheNumberOfRequests() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Self.noLimits)
        try Self.fence(daemon, 2000, "warm")
        let before = Self.settled(daemon.pid)
        try Self.fence(daemon, 5000, "more")
        var after = ProcessTree(of: daemon.pid)
        // The last connection is closed and the last line written soon after the last answer.
        let isBack = eventually {
            after = ProcessTree(of: daemon.pid)
            return after.processes <= before.processes && after.descriptors <= before.descriptors
        }
        #expect(isBack, "\(before) \(after)")
        #expect(after.journalDescriptors <= 2)
        #expect(after.ownMemoryKiB - before.ownMemoryKiB < 4096, "\(before) \(after)")
    }

    /// Nobody of the daemon, its writer and its fork servers wakes while there is nothing to do.
    @Test func anIdleDaemonSleeps() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.meatware("m") + Primitive.budget(60))
        #expect(try daemon.fence("pm01").1.outcome == "fenced")
        let sleeps = eventually(withinSeconds: 20) {
            let before = ProcessTree(of: daemon.pid).wakeups
            poll(nil, 0, 1500)
            return ProcessTree(of: daemon.pid).wakeups == before
        }
        #expect(sleeps)
    }

    /// As many at once as the daemon takes.
    private static func fence(_ daemon: RunningDaemon, _ count: Int, _ prefix: String) throws {
        let client = try daemon.connect()
        for first in stride(from: 0, to: count, by: 500) {
            for number in first..<first + 500 {
                client.sendLine(#"{"verb":"fence","id":"\#(prefix)\#(number)","node":"pm01"}"#)
            }
            var open = 500
            while open > 0 {
                let line = try #require(client.readLine(seconds: 60))
                guard line.hasPrefix(#"{"event":"done""#) else { continue }
                #expect(line.contains(#""outcome":"fenced""#))
                open -= 1
            }
        }
    }

    /// Once the last action's process is gone.
    private static func settled(_ pid: pid_t) -> ProcessTree {
        var least = ProcessTree(of: pid)
        _ = eventually {
            let next = ProcessTree(of: pid)
            defer { least = next }
            return next.processes == least.processes && next.descriptors == least.descriptors
        }
        return least
    }
}
