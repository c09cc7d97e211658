import TestRig
import Testing

@testable import RIBCL

@Suite struct PowerPlanTests {
    private func plan(_ task: PowerPlan.Task, button: Bool = false, canReset: Bool = false) -> PowerPlan {
        PowerPlan(task, usesButton: button, canReset: canReset)
    }

    private func reply(_ powers: [Bool], _ refusals: [RIBCLRefusal] = []) -> RIBCLReply {
        var reply = RIBCLReply()
        (reply.powers, reply.refusals) = (powers, refusals)
        return reply
    }

    /// What a plan does about these answers, each to what it asked before.
    private func walk(_ plan: inout PowerPlan, _ replies: [RIBCLReply], left: Int64 = 60_000) -> [PowerPlan.Step] {
        var steps = [plan.begin()]
        for reply in replies {
            switch steps[steps.count - 1] {
            case .ask(let commands), .wait(_, let commands): plan.leaves(commands)
            case .done, .fail: return steps
            }
            steps.append(plan.heard(reply, millisecondsLeft: left))
        }
        return steps
    }

    private let off: [RIBCLCommand] = [.readPower, .setPower(on: false), .readPower]
    private let on: [RIBCLCommand] = [.readPower, .setPower(on: true), .readPower]
    private let refusal = RIBCLRefusal(status: 0x88, words: "busy")

    private func success(_ step: PowerPlan.Step?) -> PowerPlan.Success? {
        if case .done(let success) = step { success } else { nil }
    }

    @Test func aResetIsOffReadBackOnReadBack() {
        var plan = plan(.reset(leavesOff: false))
        let steps = walk(&plan, [reply([true, false]), reply([false, true])])
        #expect(steps.dropLast() == [.ask(off), .ask(on)])
        #expect(success(steps.last)?.evidence == .readBack)
        #expect(success(steps.last)?.text == "It was off and is on again.")
    }

    @Test func powerThatTakesItsTimeIsReadWithGrowingPauses() {
        var plan = plan(.off)
        let steps = walk(&plan, [reply([true, true]), reply([true]), reply([true]), reply([false])])
        #expect(
            steps.dropLast() == [
                .ask(off), .wait(milliseconds: 20, thenAsk: [.readPower]),
                .wait(milliseconds: 40, thenAsk: [.readPower]), .wait(milliseconds: 80, thenAsk: [.readPower]),
            ])
        #expect(success(steps.last)?.evidence == .readBack)
        #expect(success(steps.last)?.text == "")
    }

    @Test func aNodeThatStaysOnIsAFailure() {
        var plan = plan(.off)
        let steps = walk(&plan, [reply([true, true])], left: 10)
        #expect(steps.last == .fail(.stillOn))
    }

    @Test func aNodeThatIsOffAlreadyIsASuccessWithEvidence() {
        var offPlan = plan(.off)
        #expect(success(walk(&offPlan, [reply([false, false])]).last)?.text == "It was off already.")
        var left = plan(.reset(leavesOff: true))
        let steps = walk(&left, [reply([false, false])])
        #expect(success(steps.last)?.text == "It was off already and is left off.")
        var again = plan(.reset(leavesOff: false))
        #expect(
            success(walk(&again, [reply([false, false]), reply([false, true])]).last)?.text
                == "It was off already; it is on now.")
    }

    @Test func theBoardsOwnResetRestsOnItsWord() {
        var plan = plan(.reset(leavesOff: false), canReset: true)
        let steps = walk(&plan, [reply([true, true])])
        #expect(steps.first == .ask([.readPower, .reset, .readPower]))
        #expect(success(steps.last)?.evidence == .accepted)
    }

    @Test func aNodeThatIsToBeLeftOffIsSentNoReset() {
        var powerless = plan(.reset(leavesOff: true), canReset: true)
        let steps = walk(&powerless, [reply([false])])
        #expect(steps.first == .ask([.readPower]))
        #expect(success(steps.last)?.text == "It was off already and is left off.")
        var running = plan(.reset(leavesOff: true), canReset: true)
        let more = walk(&running, [reply([true]), reply([true, true])])
        #expect(more.dropFirst().first == .ask([.readPower, .reset, .readPower]))
        #expect(success(more.last)?.evidence == .accepted)
        var woken = plan(.reset(leavesOff: true), canReset: true)
        let last = walk(&woken, [reply([true]), reply([false, true])]).last
        #expect(last == .ask(on))
    }

    @Test func aResetThatFindsTheNodeOffPowersItOn() {
        var plan = plan(.reset(leavesOff: false), canReset: true)
        let powerless = RIBCLRefusal(status: 0x42, words: "Server is currently powered off.")
        let steps = walk(&plan, [reply([false, false], [powerless]), reply([false, true])])
        #expect(steps.dropFirst().first == .ask(on))
        #expect(success(steps.last)?.evidence == .readBack)
    }

    /// The answer's second half is missing: the reset may or may not have been carried out.
    @Test func aResetWithoutAWholeAnswerIsMadeSureOf() {
        for half in [[true], []] {
            var plan = plan(.reset(leavesOff: false), canReset: true)
            let steps = walk(&plan, [reply(half), reply([true, false]), reply([false, true])])
            #expect(steps.dropFirst().first == .ask(off))
            #expect(success(steps.last)?.evidence == .readBack)
            #expect(success(steps.last)?.text.contains("twice") == true)
        }
    }

    @Test func theButtonIsHeldOnlyWhenTheNodeIsKnownToBeOn() {
        var running = plan(.off, button: true)
        let steps = walk(&running, [reply([true]), reply([false])])
        #expect(steps.dropLast() == [.ask([.readPower]), .ask([.holdButton, .readPower])])
        #expect(success(steps.last)?.text == "")
        var powerless = plan(.off, button: true)
        #expect(success(walk(&powerless, [reply([false])]).last)?.text == "It was off already.")
    }

    @Test func theButtonIsNotHeldAgainWhileItMayBeHeld() {
        var plan = plan(.off, button: true)
        _ = walk(&plan, [reply([true])])
        plan.leaves([.holdButton, .readPower])
        var step = plan.lost(wasSent: true, mayAskAgain: true)
        var waited: Int64 = 0
        for _ in 0..<100 where step != .ask([.holdButton, .readPower]) {
            if case .wait(let milliseconds, _) = step { waited += milliseconds }
            plan.leaves([.readPower])
            step = plan.heard(reply([true]), millisecondsLeft: 60_000)
        }
        #expect(step == .ask([.holdButton, .readPower]))
        #expect(waited >= 10_000)
    }

    @Test func aRefusalIsAFailureUnlessTheNodeIsAsItShallBe() {
        var failing = plan(.off)
        #expect(walk(&failing, [reply([true], [refusal])]).last == .fail(.refused(refusal)))
        var offAlready = plan(.off)
        #expect(success(walk(&offAlready, [reply([false], [refusal])]).last)?.evidence == .readBack)
        var reset = plan(.reset(leavesOff: false), canReset: true)
        #expect(walk(&reset, [reply([true, true], [refusal])]).last == .fail(.refused(refusal)))
    }

    /// It may be the second reading that was refused.
    @Test func aRefusalAfterAResetLeavesItInDoubt() {
        var plan = plan(.reset(leavesOff: false), canReset: true)
        let steps = walk(&plan, [reply([true], [refusal]), reply([true], [refusal])])
        #expect(steps.dropFirst().first == .ask(off))
        #expect(steps.last == .fail(.unknown))
        let unknown = RIBCLRefusal(status: 1, words: "Syntax error")
        var old = PowerPlan(.reset(leavesOff: false), usesButton: false, canReset: true)
        #expect(walk(&old, [reply([true], [unknown])]).last == .fail(.refused(unknown)))
    }

    /// What is refused then is another command, or a reading.
    @Test func aRefusalAfterAPowerCommandThatIsOutLeavesItInDoubt() {
        var lost = plan(.off)
        lost.leaves(off)
        #expect(lost.begin() == .ask(off) && lost.lost(wasSent: true, mayAskAgain: true) == .ask(off))
        lost.leaves(off)
        #expect(lost.heard(reply([true], [refusal]), millisecondsLeft: 60_000) == .fail(.unknown))
        var slow = plan(.off)
        #expect(walk(&slow, [reply([true, true]), reply([], [refusal])]).last == .fail(.unknown))
    }

    @Test func aNodeThatWasProvenOffIsFencedWhateverComesThen() {
        var plan = plan(.reset(leavesOff: false))
        let steps = walk(&plan, [reply([true, false]), reply([false], [refusal])])
        #expect(success(steps.last)?.evidence == .readBack)
        #expect(success(steps.last)?.butNotOn == .refused(refusal))
    }

    // MARK: Lost connections

    @Test func whatWasNeverSentIsNotUnknown() {
        var plan = plan(.off)
        _ = plan.begin()
        plan.leaves(off)
        let step = plan.lost(wasSent: false, mayAskAgain: false)
        #expect(step == .fail(.lost))
        #expect(plan.sent == .nothing)
    }

    @Test func aCommandWithoutAnAnswerIsUnknown() {
        var plan = plan(.off)
        _ = plan.begin()
        plan.leaves(off)
        let again = plan.lost(wasSent: true, mayAskAgain: true)
        #expect(again == .ask(off))
        plan.leaves(off)
        let last = plan.lost(wasSent: false, mayAskAgain: false)
        #expect(last == .fail(.unknown))
    }

    @Test func aResetIsNeverSentTwice() {
        var sent = plan(.reset(leavesOff: false), canReset: true)
        _ = sent.begin()
        sent.leaves([.readPower, .reset, .readPower])
        let made = sent.lost(wasSent: true, mayAskAgain: true)
        #expect(made == .ask(off))
        var unsent = plan(.reset(leavesOff: false), canReset: true)
        _ = unsent.begin()
        unsent.leaves([.readPower, .reset, .readPower])
        let again = unsent.lost(wasSent: false, mayAskAgain: true)
        #expect(again == .ask([.readPower, .reset, .readPower]))
    }

    @Test func connectionsThatGoOnFailingAreGivenUp() {
        var plan = plan(.status)
        var step = plan.begin()
        for _ in 0..<2 { step = plan.lost(wasSent: true, mayAskAgain: true) }
        #expect(step == .ask([.readPower]))
        let last = plan.lost(wasSent: true, mayAskAgain: true)
        #expect(last == .fail(.lost))
    }

    @Test func statusAndIdentitySayWhatWasRead() {
        var status = plan(.status)
        #expect(success(walk(&status, [reply([true])]).last)?.isOn == true)
        var silent = plan(.status)
        #expect(walk(&silent, [reply([])]).last == .fail(.noState))
        var identity = plan(.identify)
        var known = RIBCLReply()
        known.uuid = "30313436"
        #expect(success(walk(&identity, [known]).last)?.uuid == "30313436")
    }

    /// Whatever a board answers: no success without a reading that says so, and never two resets.
    @Test func noAnswersMakeASuccessWithoutEvidence() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let task = [PowerPlan.Task.reset(leavesOff: false), .reset(leavesOff: true), .off, .on].randomElement(
                using: &generator)
            var plan = plan(
                task ?? .off, button: Bool.random(using: &generator), canReset: Bool.random(using: &generator))
            var step = plan.begin()
            var resets = 0
            var offWasRead = false
            for _ in 0..<30 {
                let commands: [RIBCLCommand]
                switch step {
                case .ask(let asked), .wait(_, let asked): commands = asked
                case .done(let success):
                    check(success, task, offWasRead)
                    commands = []
                case .fail: commands = []
                }
                guard !commands.isEmpty else { break }
                resets += commands.contains(.reset) ? 1 : 0
                plan.leaves(commands)
                if Int.random(in: 0..<5, using: &generator) == 0 {
                    let wasSent = Bool.random(using: &generator)
                    if !wasSent, commands.contains(.reset) { resets -= 1 }
                    step = plan.lost(wasSent: wasSent, mayAskAgain: Bool.random(using: &generator))
                } else {
                    let powers = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                        Bool.random(using: &generator)
                    }
                    let refused = Int.random(in: 0..<6, using: &generator) == 0
                    offWasRead = offWasRead || powers.contains(false)
                    let left = Int64.random(in: 0...5000, using: &generator)
                    step = plan.heard(reply(powers, refused ? [refusal] : []), millisecondsLeft: left)
                }
            }
            #expect(resets <= 1)
        }
    }

    private func check(_ success: PowerPlan.Success, _ task: PowerPlan.Task?, _ offWasRead: Bool) {
        #expect(success.evidence != .none)
        if task != .on, success.evidence == .readBack { #expect(offWasRead) }
    }
}
