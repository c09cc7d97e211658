import ClusterModel
import Testing

@testable import FencingCore

/// Requests for a node that no device is known to control, while devices are asked which ones they do.
@Suite struct UnlistedTests {
    private var core = FencingCore(FencingSetup(localNode: Self.node("pm02"), devices: []), seed: Seed(1))
    private let pm07 = Self.node("pm07")

    private static func node(_ name: String) -> NodeName {
        guard let node = NodeName(name) else { preconditionFailure("\(name) is no node") }
        return node
    }

    private static func moment(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_000_000 + milliseconds) }

    /// Devices with the nodes they are known to control, and those that are being asked.
    private mutating func configure(
        _ known: [(id: String, nodes: [String])], listing: [String] = [], at milliseconds: Int64
    ) throws -> [FencingEffect] {
        let type = try #require(DeviceType("fence_x"))
        let devices = known.map { id, nodes in
            var configuration = DeviceConfiguration(id: id, type: type)
            configuration.targets = .listed(nodes.map(Self.node))
            return FencingDevice(
                configuration, kind: .power(evidenceMax: .readBack), learntTargets: [], localNode: Self.node("pm02"))
        }
        let setup = FencingSetup(localNode: Self.node("pm02"), devices: devices, listing: listing)
        return core.handle(.configured(setup), at: Self.moment(milliseconds))
    }

    private mutating func ask(_ id: String = "r1", at milliseconds: Int64) throws -> [FencingEffect] {
        let request = FencingRequest(
            id: try #require(RequestID(id)), target: pm07, action: .reset, minimumEvidence: .silent,
            deadline: Self.moment(60_000))
        return core.handle(.requested(request, unixMilliseconds: 0), at: Self.moment(milliseconds))
    }

    private mutating func cancel(at milliseconds: Int64) throws -> [FencingEffect] {
        core.handle(.cancelled(try #require(RequestID("r1")), by: "somebody"), at: Self.moment(milliseconds))
    }

    private mutating func wake(at milliseconds: Int64) -> [FencingEffect] {
        core.handle(.woke, at: Self.moment(milliseconds))
    }

    private func begun(_ effects: [FencingEffect]) -> [String] {
        effects.compactMap { if case .persist(let order) = $0 { order.device } else { nil } }
    }

    private func answers(_ effects: [FencingEffect]) -> [FencingVerdict] {
        effects.compactMap { if case .answer(let record) = $0 { record.verdict } else { nil } }
    }

    private func waits(_ effects: [FencingEffect]) -> Bool {
        begun(effects).isEmpty && answers(effects).isEmpty
    }

    @Test mutating func itWaitsInSight() throws {
        _ = try configure([("a", ["pm01"])], listing: ["a"], at: 0)
        let effects = try ask(at: 0)
        #expect(waits(effects))
        let kinds = effects.compactMap { if case .note(let fact) = $0 { fact.kind } else { nil } }
        #expect(kinds.contains(.awaitsLists(of: ["a"])))
        #expect(core.openRecords().map(\.request.id.description) == ["r1"] && !core.isIdle)
        #expect(waits(try ask(at: 1000)), "whoever asks again waits as well")
        #expect(begun(try configure([("a", ["pm01", "pm07"])], at: 5000)) == ["a"])
        #expect(!core.awaitsLists)
    }

    @Test mutating func aListWithoutItRefusesIt() throws {
        _ = try configure([], listing: ["a", "b"], at: 0)
        _ = try ask(at: 0)
        #expect(waits(try configure([("a", ["pm01"])], listing: ["b"], at: 1000)))
        let verdicts = answers(try configure([("a", ["pm01"])], at: 2000))
        #expect(verdicts.map(\.outcome) == [.refused] && verdicts.map(\.cause) == [.noSuchNode])
        #expect(core.targetStatuses().map(\.node) == [Self.node("pm01")], "nobody is told of a node that is none")
    }

    @Test mutating func nobodyWaitsWhereNothingIsListed() throws {
        _ = try configure([("a", ["pm01"])], at: 0)
        #expect(answers(try ask(at: 0)).map(\.cause) == [.noSuchNode])
    }

    /// A device that stands before the one whose list came first is part of the escalation.
    @Test mutating func otherListsAreWaitedForAWhile() throws {
        _ = try configure([], listing: ["a", "b"], at: 0)
        _ = try ask(at: 0)
        #expect(waits(try configure([("b", ["pm07"])], listing: ["a"], at: 1000)))
        #expect(waits(try ask("r2", at: 1500)), "not that it is fenced by less than r1 would be")
        #expect(begun(try configure([("a", ["pm07"]), ("b", ["pm07"])], at: 2500)) == ["a"])
    }

    @Test mutating func aListThatHangsIsNotWaitedForLong() throws {
        _ = try configure([], listing: ["a", "b"], at: 0)
        _ = try ask(at: 0)
        _ = try configure([("b", ["pm07"])], listing: ["a"], at: 1000)
        #expect(core.deadline == Self.moment(3000))
        #expect(waits(try configure([("b", ["pm07"])], listing: ["a"], at: 2900)), "no news puts it off")
        #expect(begun(wake(at: 3000)) == ["b"])
    }

    @Test mutating func itIsAnsweredBeforeItsDeadline() throws {
        _ = try configure([], listing: ["a"], at: 0)
        _ = try ask(at: 0)
        let end = try #require(core.deadline)
        #expect(end < Self.moment(60_000))
        #expect(answers(core.handle(.woke, at: end)).map(\.cause) == [.noSuchNode])
    }

    @Test mutating func itCanBeTakenBack() throws {
        _ = try configure([], listing: ["a"], at: 0)
        _ = try ask(at: 0)
        #expect(answers(try cancel(at: 10)).map(\.cause) == [.cancelled])
        #expect(!core.awaitsLists && core.isIdle && core.deadline == nil)
        #expect(core.targetStatuses().isEmpty)
        #expect(begun(try configure([("a", ["pm07"])], at: 1000)).isEmpty)
    }

    @Test mutating func aDaemonThatEndsAnswersAtOnce() throws {
        _ = try configure([], listing: ["a"], at: 0)
        _ = try ask(at: 0)
        let effects = core.handle(.stopping(Self.moment(30_000)), at: Self.moment(10))
        #expect(answers(effects).map(\.cause) == [.stopping])
    }

    /// They are as many as one mistake makes; the open requests of nodes that are known must have room.
    @Test mutating func noMoreThanSomeWait() throws {
        _ = try configure([], listing: ["a"], at: 0)
        for number in 0..<64 { #expect(waits(try ask("r\(number)", at: 0))) }
        #expect(answers(try ask("r64", at: 0)).map(\.cause) == [.noSuchNode])
    }

    /// What the daemon before this one had accepted.
    @Test mutating func aRequestOfTheDaemonBeforeWaitsToo() throws {
        _ = try configure([], listing: ["a"], at: 0)
        let request = FencingRequest(
            id: try #require(RequestID("r1")), target: pm07, action: .reset, minimumEvidence: .silent,
            deadline: Self.moment(60_000))
        let entries = [JournalEntry.requested(request, unixMilliseconds: 0, at: Self.moment(-1000))]
        let effects = core.handle(
            .resumed(JournalReplay(entries).resumptions(at: Self.moment(0))), at: Self.moment(0))
        #expect(waits(effects))
        #expect(begun(try configure([("a", ["pm07"])], at: 1000)) == ["a"])
    }
}
