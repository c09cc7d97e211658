import FencingRig
import Foundation
import Testing

/// A million random events, watched by a checker that knows the truth.
///
/// A failure names its seed: `STONITH_SEED=7 swift test --filter RandomEventTests` plays it again and prints it.
@Suite struct RandomEventTests {
    private static let eventsPerWorld = 5000
    private static let worlds: UInt64 = 200
    private static let named = ProcessInfo.processInfo.environment["STONITH_SEED"].flatMap { UInt64($0) }

    /// Each batch runs beside the others.
    static let batches: [[UInt64]] = {
        if let named { return [[named]] }
        return (0..<4).map { batch in (1...worlds).filter { $0 % 4 == batch } }
    }()

    @Test(arguments: batches) func rulesHoldWhateverHappens(_ seeds: [UInt64]) {
        var events = 0
        for seed in seeds {
            var world = World(seed: seed)
            if Self.named != nil { world.transcript = Transcript(keepsAll: true) }
            world.run(events: Self.eventsPerWorld + Int(seed % 2))
            events += world.events
            for line in world.transcript?.lines ?? [] { print(line) }
            #expect(world.checker.successes > 10, "a world without successes proves nothing")
            guard let violation = world.violation else { continue }
            Issue.record("seed \(seed), event \(world.events): \(violation); STONITH_SEED=\(seed) plays it again")
            return
        }
        #expect(events >= seeds.count * Self.eventsPerWorld)
    }

    @Test func theSameSeedIsTheSameRun() {
        for seed: UInt64 in 1...2 {
            #expect(Self.digest(seed) == Self.digest(seed))
            #expect(Self.digest(seed) != Self.digest(seed + 1))
        }
    }

    private static func digest(_ seed: UInt64) -> UInt64? {
        var world = World(seed: seed)
        world.transcript = Transcript()
        world.run(events: 1500)
        return world.transcript?.digest
    }
}
