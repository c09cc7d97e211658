import ClusterModel
import Testing

@testable import stonithd

@Suite struct BlockedProbesTests {
    private static func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

    /// `pm01` is blocked at 0 s by the request r1; each device's failure would have shown in its status unless told.
    private static func blocked(
        _ devices: [String], showsInStatus: Bool = true, by request: String = "r1"
    ) throws -> BlockedProbes {
        var probes = BlockedProbes()
        _ = probes.block(
            try FailedRequest.node(), by: try FailedRequest.id(request), failed: devices.map { ($0, showsInStatus) },
            at: at(0))
        return probes
    }

    @Test func nothingWakesWhileNothingIsBlocked() throws {
        #expect(BlockedProbes().deadline == nil)
        var probes = try Self.blocked(["a"])
        #expect(probes.deadline == Self.at(10))
        probes.release(try FailedRequest.node())
        #expect(probes.deadline == nil)
    }

    @Test func theSpanDoublesUpTo300Seconds() throws {
        var probes = try Self.blocked(["a"])
        var moments: [Int64] = []
        for _ in 0..<8 {
            let moment = try #require(probes.deadline)
            #expect(probes.ask(at: moment.adding(milliseconds: -1)) == nil)
            #expect(probes.ask(at: moment) == "a")
            _ = probes.heard("a", isWell: false, at: moment)
            moments.append(moment.milliseconds / 1000)
        }
        #expect(moments == [10, 30, 70, 150, 310, 610, 910, 1210])
    }

    @Test func oneDeviceAtATime() throws {
        var probes = try Self.blocked(["b", "a"])
        #expect(probes.ask(at: Self.at(10)) == "a")
        #expect(probes.deadline == nil)
        #expect(probes.ask(at: Self.at(11)) == nil)
        #expect(probes.heard("a", isWell: false, at: Self.at(12)) == nil)
        #expect(probes.deadline == Self.at(10))
        #expect(probes.ask(at: Self.at(12)) == "b")
    }

    @Test func aDeviceThatIsWellAgainIsSaidOnceAndTakenBackWhenItFails() throws {
        var probes = try Self.blocked(["a"])
        _ = probes.ask(at: Self.at(10))
        #expect(probes.heard("a", isWell: true, at: Self.at(10)) == .wellAgain)
        #expect(probes.well(for: try FailedRequest.node()) == ["a"])
        _ = probes.ask(at: Self.at(30))
        #expect(probes.heard("a", isWell: true, at: Self.at(30)) == nil)
        _ = probes.ask(at: Self.at(70))
        #expect(probes.heard("a", isWell: false, at: Self.at(70)) == .brokenAgain)
        #expect(probes.well(for: try FailedRequest.node()) == [])
    }

    @Test func aGoodStatusProvesNothingWhereAStatusWouldNotHaveFailed() throws {
        var probes = try Self.blocked(["a"], showsInStatus: false)
        _ = probes.ask(at: Self.at(10))
        #expect(probes.heard("a", isWell: true, at: Self.at(10)) == nil)
        _ = probes.ask(at: Self.at(30))
        #expect(probes.heard("a", isWell: false, at: Self.at(30)) == nil)
        _ = probes.ask(at: Self.at(70))
        #expect(probes.heard("a", isWell: true, at: Self.at(70)) == .wellAgain)
    }

    @Test func whoeverHadNoTimeIsAskedAfterTheSameSpan() throws {
        var probes = try Self.blocked(["a"])
        _ = probes.ask(at: Self.at(10))
        #expect(probes.heard("a", isWell: nil, at: Self.at(10)) == nil)
        #expect(probes.deadline == Self.at(20))
    }

    @Test func anotherRequestBeginsAnewAndTheSameDoesNot() throws {
        var probes = try Self.blocked(["a"])
        _ = probes.ask(at: Self.at(10))
        _ = probes.heard("a", isWell: true, at: Self.at(10))
        let (node, same, other) = (
            try FailedRequest.node(), try FailedRequest.id("r1"), try FailedRequest.id("r2")
        )
        let isSame = !probes.block(node, by: same, failed: [("a", true)], at: Self.at(20))
        #expect(isSame)
        #expect(probes.well(for: node) == ["a"])
        let isNew = probes.block(node, by: other, failed: [("a", true)], at: Self.at(20))
        #expect(isNew)
        #expect(probes.well(for: node) == [] && probes.deadline == Self.at(30))
    }

    @Test func aSharedDeviceIsAskedAsLongAsOneTargetIsBlocked() throws {
        var probes = try Self.blocked(["a"])
        let other = try FailedRequest.node("pm03")
        _ = probes.block(other, by: try FailedRequest.id("r2"), failed: [("a", true)], at: Self.at(5))
        #expect(probes.targets(of: "a").count == 2)
        probes.release(try FailedRequest.node())
        #expect(probes.targets(of: "a") == [other] && probes.deadline == Self.at(15))
        _ = probes.ask(at: Self.at(15))
        probes.release(other)
        #expect(probes.heard("a", isWell: true, at: Self.at(15)) == nil)
        #expect(probes.deadline == nil)
    }
}
