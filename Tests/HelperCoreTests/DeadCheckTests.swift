import TestRig
import Testing

@testable import HelperCore

/// Small stories on a made-up clock that begins at 1000.
@Suite struct DeadCheckTests {
    private static func address(_ last: UInt8) -> EchoAddress { EchoAddress(family: .v4, bytes: [10, 0, 0, last]) }
    private static let (front, back) = (address(2), address(3))
    private static let witness = address(1)

    private static func check(trials: Int = 3, witnesses: [EchoAddress] = [witness]) -> DeadCheck {
        DeadCheck(targets: [front, back], witnesses: witnesses, trials: trials)
    }

    /// Plays whole trials; the closure says what is heard in each. Answers the verdict and how many trials were sent.
    private static func play(
        _ check: DeadCheck, _ hear: (Int, inout DeadCheck) -> Void
    ) -> (verdict: DeadCheck.Verdict, sent: Int) {
        var (check, now, sent) = (check, Int64(1000), 0)
        while true {
            switch check.next(at: now) {
            case .send(let trial):
                #expect(trial == sent)
                sent += 1
                hear(trial, &check)
            case .wait(let moment):
                #expect(moment > now)
                now = moment
            case .done(let verdict): return (verdict, sent)
            }
        }
    }

    @Test func silentWhileTheWitnessAnswersIsDead() {
        let end = Self.play(Self.check()) { _, check in check.heard(from: Self.witness) }
        #expect(end.verdict == .dead(silent: [Self.front, Self.back], witness: Self.witness))
        #expect(end.sent == 3)
    }

    @Test(arguments: 0..<3) func oneAnswerInAnyTrialIsLife(trial: Int) {
        let end = Self.play(Self.check()) { now, check in
            check.heard(from: Self.witness)
            if now == trial { check.heard(from: Self.back) }
        }
        #expect(end.verdict == .alive(Self.back))
        #expect(end.sent == trial + 1)
    }

    @Test func anAnswerEndsTheTrialAtOnce() {
        var check = Self.check()
        #expect(check.next(at: 1000) == .send(trial: 0))
        #expect(check.next(at: 1001) == .wait(until: 2000))
        check.heard(from: Self.front)
        #expect(check.next(at: 1002) == .done(.alive(Self.front)))
    }

    @Test func withoutAWitnessSilenceProvesNothing() {
        let end = Self.play(Self.check(witnesses: [])) { _, _ in }
        #expect(end.verdict == .cannotTell(.noWitness))
        #expect(end.sent == 1)
    }

    @Test func withoutAWitnessAnAnswerIsLifeAllTheSame() {
        let end = Self.play(Self.check(witnesses: [])) { _, check in check.heard(from: Self.front) }
        #expect(end.verdict == .alive(Self.front))
    }

    @Test func aWitnessThatIsSilentTooProvesNothing() {
        let end = Self.play(Self.check()) { _, _ in }
        #expect(end.verdict == .cannotTell(.witnessSilent([Self.witness])))
        #expect(end.sent == 3)
    }

    @Test func oneOfSeveralWitnessesIsEnough() {
        let end = Self.play(Self.check(witnesses: [Self.address(9), Self.witness])) { _, check in
            check.heard(from: Self.witness)
        }
        #expect(end.verdict == .dead(silent: [Self.front, Self.back], witness: Self.witness))
    }

    /// The target was silent for a moment, then this node was cut off: that is no proof of so many trials.
    @Test func trialsAfterTheOwnLinkWasCutDoNotCount() {
        let end = Self.play(Self.check()) { trial, check in if trial == 0 { check.heard(from: Self.witness) } }
        #expect(end.verdict == .cannotTell(.witnessSilent([Self.witness])))
        #expect(end.sent == 6)
    }

    @Test func aTrialWithoutTheWitnessIsMadeAgain() {
        let end = Self.play(Self.check()) { trial, check in if trial != 1 { check.heard(from: Self.witness) } }
        #expect(end.verdict == .dead(silent: [Self.front, Self.back], witness: Self.witness))
        #expect(end.sent == 4)
    }

    @Test func aFailedSendToTheTargetProvesNothing() {
        let end = Self.play(Self.check()) { trial, check in
            check.heard(from: Self.witness)
            if trial == 1 { check.sendFailed(to: Self.back, reason: "Network is unreachable") }
        }
        #expect(end.verdict == .cannotTell(.sendFailed(Self.back, reason: "Network is unreachable")))
        #expect(end.sent == 2)
    }

    @Test func aTargetThatAnswersElsewhereLivesDespiteAFailedSend() {
        let end = Self.play(Self.check()) { _, check in
            check.sendFailed(to: Self.back, reason: "no")
            check.heard(from: Self.front)
        }
        #expect(end.verdict == .alive(Self.front))
    }

    @Test func aFailedSendToAWitnessIsItsSilence() {
        let other = Self.address(9)
        let end = Self.play(Self.check(witnesses: [other, Self.witness])) { _, check in
            check.sendFailed(to: other, reason: "no")
            check.heard(from: Self.witness)
        }
        #expect(end.verdict == .dead(silent: [Self.front, Self.back], witness: Self.witness))
    }

    @Test func silenceBehindADeadLinkProvesNothing() {
        let both = Self.play(Self.check()) { _, check in
            check.heard(from: Self.witness)
            check.hasNoCarrier("eth1", to: Self.front)
            check.hasNoCarrier("eth2", to: Self.back)
        }
        #expect(both.verdict == .cannotTell(.noCarrier(["eth1", "eth2"])))
        let one = Self.play(Self.check()) { trial, check in
            check.heard(from: Self.witness)
            if trial == 2 { check.hasNoCarrier("eth2", to: Self.back) }
        }
        #expect(one.verdict == .dead(silent: [Self.front], witness: Self.witness))
    }

    @Test func lostAnswersProveNothing() {
        let end = Self.play(Self.check()) { _, check in
            check.heard(from: Self.witness)
            check.lostAnswers()
        }
        #expect(end.verdict == .cannotTell(.answersLost))
    }

    @Test func whenTheTimeIsUpNothingIsProven() {
        var check = Self.check()
        #expect(check.next(at: 1000) == .send(trial: 0))
        check.heard(from: Self.witness)
        check.timeIsUp()
        #expect(check.next(at: 1001) == .done(.cannotTell(.timeUp)))
        check.heard(from: Self.front)
        #expect(check.next(at: 1002) == .done(.cannotTell(.timeUp)), "what was settled stays settled")
    }

    @Test func strangersAreNotHeard() {
        let end = Self.play(Self.check()) { _, check in check.heard(from: Self.address(99)) }
        #expect(end.verdict == .cannotTell(.witnessSilent([Self.witness])))
    }

    @Test func progressCountsTrialsThatCount() {
        var check = Self.check()
        _ = check.next(at: 1000)
        #expect(check.progress == "dead check, trial 1 of 3: asking 2 addresses")
        check.heard(from: Self.witness)
        _ = check.next(at: 2000)
        #expect(check.progress == "dead check, trial 2 of 3: 2 addresses silent so far")
        _ = check.next(at: 3000)
        #expect(
            check.progress == "dead check, trial 2 of 3 (1 without a witness made again): 2 addresses silent so far")
    }

    /// Whatever happens in whatever order: dead only when every trial that counts was silent and heard a witness.
    @Test func noOrderOfEventsKillsALivingNode() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<20_000 {
            var (spoke, doubted, heardIn) = (false, false, 0)
            let check = Self.check(trials: Int.random(in: 1...4, using: &generator))
            let end = Self.play(check) { _, check in
                switch Int.random(in: 0..<40, using: &generator) {
                case 0:
                    check.heard(from: Self.front)
                    spoke = true
                case 1:
                    check.sendFailed(to: Self.back, reason: "no")
                    doubted = true
                case 2:
                    check.lostAnswers()
                    doubted = true
                case 3..<30:
                    check.heard(from: Self.witness)
                    heardIn += 1
                default: break
                }
            }
            if case .dead = end.verdict {
                #expect(!spoke && !doubted && heardIn == check.trials)
            } else {
                #expect(spoke || doubted || heardIn < check.trials)
            }
        }
    }
}
