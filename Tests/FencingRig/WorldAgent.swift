import ClusterModel
import FencingCore

/// The process of one action, and how it will end.
struct WorldAgent {
    enum Fate {
        case succeeds
        case fails(OperationCode)
        /// The command left; whether it did something, nobody hears.
        case isUnknown(works: Bool)
    }

    var order: ActionOrder
    var fate: Fate
    var endsAt: Instant
    /// Not even a kill ends it before its time.
    var isUndead = false

    /// Its fate is drawn when it begins; a healed world has only good agents.
    init(_ order: ActionOrder, at now: Instant, isHealed: Bool, _ random: inout Seed) {
        self.order = order
        let roll = isHealed ? 0 : Int.random(in: 0..<100, using: &random)
        let quick = Int64.random(in: 0...50, using: &random)
        let slow = Int64.random(in: 50...20_000, using: &random)
        fate = .succeeds
        endsAt = now.adding(milliseconds: roll < 45 ? quick : slow)
        switch roll {
        case 0..<60: break
        case 60..<74: fail(roll % 2 == 0 ? quick : slow, at: now, &random)
        case 74..<81: fate = .isUnknown(works: Bool.random(using: &random))
        case 81..<90: endsAt = .endOfTime
        case 90..<95: endsAt = order.deadline.adding(milliseconds: quick / 5)
        default:
            isUndead = true
            endsAt = order.deadline.adding(milliseconds: 2000 + slow * 2)
        }
        killIfLate(&random)
    }

    private mutating func fail(_ span: Int64, at now: Instant, _ random: inout Seed) {
        let codes: [OperationCode] = [.badConfig, .access, .badHost, .resetFail, .timeout, .oops]
        fate = .fails(codes[Int.random(in: 0..<codes.count, using: &random)])
        endsAt = now.adding(milliseconds: span)
    }

    /// It is killed at its deadline; sometimes its success is known just then.
    private mutating func killIfLate(_ random: inout Seed) {
        guard endsAt > order.deadline.adding(milliseconds: 10), !isUndead else { return }
        die(&random)
        endsAt = order.deadline.adding(milliseconds: Int64.random(in: 0...20, using: &random))
    }

    private mutating func die(_ random: inout Seed) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: fate = .isUnknown(works: Bool.random(using: &random))
        default: fate = .fails(.timeout)
        }
    }

    /// Told to end: it does within a second, and now and then it was done just before.
    mutating func abort(at now: Instant, _ random: inout Seed) {
        guard !isUndead, endsAt > now.adding(milliseconds: 1000) else { return }
        if !Int.random(in: 0..<5, using: &random).isMultiple(of: 5) { die(&random) } else { fate = .succeeds }
        endsAt = now.adding(milliseconds: Int64.random(in: 0...1000, using: &random))
    }
}
