import CStonithPlugin
import LibvirtCore
import PluginKit
import Testing

@Suite struct PowerStepsTests {
    /// One action on a hypervisor in a made-up time.
    private final class Trial {
        let hypervisor: ScriptedHypervisor
        let gate = CommandGate()
        var left: Int64 = 10_000
        var isCancelled = false
        var method = "power_cycle"
        var leavesOff = false
        var target: String? = "pm01"

        init(_ states: [String: DomainState]) { hypervisor = ScriptedHypervisor(states) }

        func run(_ task: PowerSteps.Task) throws -> PowerOutcome {
            let parameters = [
                "hostlist": "pm01 pm02:vm2", "hypervisor_uri": "qemu+ssh://kvm1/system", "reset_method": method,
            ]
            let settings = try Settings { parameters[$0] }
            let around = PowerSteps.Surroundings(
                millisecondsLeft: { self.left }, pause: { self.left -= $0 }, isCancelled: { self.isCancelled },
                progress: { _ in })
            let domain = target.flatMap { settings.domain(of: $0) }
            return try PowerSteps(task, domain, leavesOff: leavesOff, settings, hypervisor, gate, around).run()
        }

        func cause(_ task: PowerSteps.Task) -> HypervisorError.Cause? {
            do {
                _ = try run(task)
                return nil
            } catch { return (error as? HypervisorError)?.cause }
        }
    }

    private static let lost = HypervisorError(.connectionLost)

    @Test func offAndOnAreReadBackAndSentOnlyWhereNeeded() throws {
        let trial = Trial(["pm01": .running])
        #expect(try trial.run(.off) == PowerOutcome(STONITH_EVIDENCE_READ_BACK))
        #expect(trial.hypervisor.done == ["open", "find", "destroy", "find"])
        #expect(try Trial(["pm01": .off]).run(.off).text == "It was off already.")

        let other = Trial(["pm01": .off])
        #expect(try other.run(.on) == PowerOutcome(STONITH_EVIDENCE_READ_BACK))
        #expect(other.hypervisor.commands == ["start"])
        let paused = try Trial(["pm01": .paused]).run(.on)
        #expect(paused.warnings == ["the domain pm01: it is paused"])
    }

    @Test(arguments: DomainState.allCases.filter(\.isOn))
    func whateverIsNotOffIsSwitchedOff(_ state: DomainState) throws {
        let trial = Trial(["pm01": state])
        #expect(try trial.run(.off).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(trial.hypervisor.commands == ["destroy"])
    }

    @Test func aResetIsOffReadBackAndOn() throws {
        let trial = Trial(["pm01": .running])
        let outcome = try trial.run(.reset)
        #expect(outcome.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(trial.hypervisor.done == ["open", "find", "destroy", "find", "start", "find"])
    }

    @Test func aResetThatFindsTheNodeOffSwitchesItOnOrLeavesItOff() throws {
        let trial = Trial(["pm01": .off])
        #expect(try trial.run(.reset).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(trial.hypervisor.commands == ["start"])

        let other = Trial(["pm01": .off])
        other.leavesOff = true
        #expect(try other.run(.reset).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(other.hypervisor.commands.isEmpty)
    }

    @Test func aStartThatSaysWhatTheDomainIsNowNeedsNoFurtherReading() throws {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.tellsOfStarts = true
        #expect(try trial.run(.reset).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(trial.hypervisor.done == ["open", "find", "destroy", "find", "start"])
        let stuck = Trial(["pm01": .off])
        stuck.hypervisor.tellsOfStarts = true
        stuck.hypervisor.isStuck = true
        #expect(stuck.cause(.on) == .stillOff)
    }

    @Test func rebootPressesTheButtonAndProvesNoMore() throws {
        let trial = Trial(["pm01": .running])
        trial.method = "reboot"
        #expect(try trial.run(.reset).evidence == STONITH_EVIDENCE_ACCEPTED)
        #expect(trial.hypervisor.commands == ["reset"])

        let off = Trial(["pm01": .off])
        off.method = "reboot"
        #expect(try off.run(.reset).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(off.hypervisor.commands == ["start"])
    }

    @Test func aResetOfTheButtonThatIsNotAnsweredIsUnknownAndNotRepeated() {
        let trial = Trial(["pm01": .running])
        trial.method = "reboot"
        trial.hypervisor.failures["reset"] = [Self.lost]
        #expect(trial.cause(.reset) == .noAnswerToCommand)
        #expect(trial.hypervisor.commands == ["reset"])

        let refused = Trial(["pm01": .running])
        refused.method = "reboot"
        refused.hypervisor.failures["reset"] = [HypervisorError(.notSupported)]
        #expect(refused.cause(.reset) == .notSupported)
    }

    @Test func aTransientDomainIsProvenOffByBeingGoneAndCannotBeStarted() throws {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.transient = ["pm01"]
        let outcome = try trial.run(.reset)
        #expect(outcome.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(outcome.warnings.first?.contains("was transient") == true)
        #expect(trial.hypervisor.commands == ["destroy"])
    }

    @Test(arguments: [PowerSteps.Task.reset, .off, .on, .status, .identify])
    func aDomainThatIsNotThereIsNeverOff(_ task: PowerSteps.Task) {
        let trial = Trial(["vm2": .running])
        #expect(trial.cause(task) == .noDomain)
        #expect(trial.hypervisor.commands.isEmpty)
    }

    // MARK: What runs elsewhere

    @Test(arguments: [PowerSteps.Task.reset, .off, .on, .status])
    func aDomainThatWasMigratedAwayIsNeitherOffNorStarted(_ task: PowerSteps.Task) {
        let trial = Trial(["pm01": .migrated])
        #expect(trial.cause(task) == .noDomain)
        #expect(trial.hypervisor.commands.isEmpty)
    }

    @Test(arguments: [nil, DomainState.migrated], [PowerSteps.Task.reset, .off])
    func aDomainThatIsMigratedWhileItIsSwitchedOffIsNotOff(_ left: DomainState?, _ task: PowerSteps.Task) {
        let refused = Trial(["pm01": .running])
        refused.hypervisor.failures["destroy"] = [HypervisorError(.noDomain, "Domain not found")]
        refused.hypervisor.statesAfterFailure["pm01"] = .some(left)
        #expect(refused.cause(task) == .noDomain)
        let lost = Trial(["pm01": .running])
        lost.hypervisor.failures["destroy"] = [Self.lost]
        lost.hypervisor.statesAfterFailure["pm01"] = .some(left)
        #expect(lost.cause(task) == .noAnswerToCommand)
        #expect(refused.hypervisor.commands == ["destroy"] && lost.hypervisor.commands == ["destroy"])
    }

    // MARK: What is lost

    @Test func anAnswerThatIsLostIsMadeGoodByReadingAndNothingIsSentTwice() throws {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["destroy"] = [Self.lost]
        trial.hypervisor.actsThoughItFails = true
        #expect(try trial.run(.reset).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(trial.hypervisor.commands == ["destroy", "start"])
    }

    @Test(arguments: [PowerSteps.Task.reset, .off])
    func aCommandThatIsLostAndADomainThatStaysOnIsUnknown(_ task: PowerSteps.Task) {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["destroy"] = [Self.lost]
        #expect(trial.cause(task) == .noAnswerToCommand)
        #expect(trial.hypervisor.commands == ["destroy"])
        #expect(trial.left < 600)
    }

    @Test func aHypervisorThatDoesNotComeBackLeavesTheCommandUnknown() {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["destroy"] = [HypervisorError(.silent)]
        trial.hypervisor.failures["open"] = [nil] + Array(repeating: HypervisorError(.refused), count: 100)
        trial.hypervisor.actsThoughItFails = true
        #expect(trial.cause(.off) == .noAnswerToCommand)
        #expect(trial.hypervisor.commands == ["destroy"])
    }

    @Test func theReadBackGoesOnOverALostConnection() throws {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["find"] = [nil, Self.lost, HypervisorError(.silent)]
        #expect(try trial.run(.off).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(trial.hypervisor.done.filter { $0 == "open" }.count == 3)
    }

    /// Only an answer to the command itself says that it was not carried out.
    @Test(arguments: [HypervisorError.Cause.notAllowed, .busy, .errorAnswer, .noDaemon, .loginRefused])
    func anErrorOfAReadingLeavesTheCommandUnknown(_ cause: HypervisorError.Cause) {
        for answer in [nil, Self.lost] {
            let trial = Trial(["pm01": .running])
            trial.hypervisor.failures["destroy"] = [answer]
            trial.hypervisor.failures["find"] = [nil, HypervisorError(cause)]
            #expect(trial.cause(.off) == .noAnswerToCommand)
        }
    }

    @Test func whatIsLostBeforeACommandIsAFailureAndNothingMore() {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["find"] = [Self.lost]
        #expect(trial.cause(.reset) == .connectionLost)
        #expect(trial.hypervisor.commands.isEmpty)
    }

    @Test func aNodeThatWasProvenOffIsFencedThoughItDoesNotStart() throws {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["start"] = [HypervisorError(.errorAnswer, "no memory")]
        let outcome = try trial.run(.reset)
        #expect(outcome.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(outcome.warnings.first?.contains("no memory") == true)
    }

    // MARK: What is refused

    @Test func aRefusalIsAFailureUnlessTheStateProvesItWrong() throws {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.failures["destroy"] = [HypervisorError(.errorAnswer, "domain is not running")]
        trial.hypervisor.actsThoughItFails = true
        #expect(try trial.run(.off).evidence == STONITH_EVIDENCE_READ_BACK)

        let other = Trial(["pm01": .running])
        other.hypervisor.failures["destroy"] = [HypervisorError(.errorAnswer, "no")]
        #expect(other.cause(.off) == .stillOn)
        let start = Trial(["pm01": .off])
        start.hypervisor.failures["start"] = [HypervisorError(.errorAnswer, "no memory")]
        #expect(start.cause(.on) == .stillOff)
        let denied = Trial(["pm01": .running])
        denied.hypervisor.failures["destroy"] = [HypervisorError(.notAllowed)]
        #expect(denied.cause(.reset) == .notAllowed)
    }

    @Test func aCommandThatDoesNothingEndsAtTheDeadline() {
        let trial = Trial(["pm01": .running])
        trial.hypervisor.isStuck = true
        #expect(trial.cause(.off) == .stillOn)
        #expect(trial.hypervisor.commands == ["destroy"])
        #expect((0..<600).contains(trial.left))
    }

    @Test func aCancelBeforeTheCommandLeavesTheNodeAsItWas() {
        let trial = Trial(["pm01": .running])
        trial.isCancelled = true
        #expect(trial.cause(.reset) == .cancelled)
        #expect(trial.hypervisor.commands.isEmpty)
    }

    /// Whoever watches saw no command when it saw the cancel, and one left before the gate closed.
    @Test func aCancelThatComesTooLateLeavesTheCommandUnknown() throws {
        let parameters = ["hostlist": "pm01", "hypervisor_uri": "qemu:///system"]
        let settings = try Settings { parameters[$0] }
        let gate = CommandGate()
        #expect(gate.pass())
        let error = #expect(throws: HypervisorError.self) {
            try PowerOutcome.verdict(HypervisorError(.cancelled), gate, settings, settings.domain(of: "pm01"))
        }
        #expect(error?.cause == .noAnswerToCommand)
    }

    @Test func aCancelOfANodeThatIsOffLeavesItOff() throws {
        let trial = Trial(["pm01": .off])
        trial.isCancelled = true
        let outcome = try trial.run(.reset)
        #expect(outcome.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(outcome.warnings == ["cancelled: it is left off"])
        #expect(trial.hypervisor.commands.isEmpty)
    }

    @Test func noCommandLeavesAfterAVerdictOrTheDeadline() {
        let trial = Trial(["pm01": .running])
        _ = trial.gate.close()
        #expect(trial.cause(.off) == .noAnswer)
        let late = Trial(["pm01": .running])
        late.left = 0
        #expect(late.cause(.off) == .noAnswer)
        #expect(trial.hypervisor.commands.isEmpty && late.hypervisor.commands.isEmpty)
    }

    // MARK: Status

    @Test func statusSaysWhatLivesAndWhatIsMissing() throws {
        let trial = Trial(["pm01": .running])
        #expect(try trial.run(.status).life == ["its domain is on: it runs"])
        #expect(try Trial(["pm01": .off]).run(.status).life.isEmpty)
        #expect(try Trial(["pm01": .crashed]).run(.status).life.isEmpty)
        trial.target = nil
        let outcome = try trial.run(.status)
        #expect(outcome.evidence == STONITH_EVIDENCE_NONE)
        #expect(outcome.warnings == ["hypervisor kvm1 has no domain vm2: pm02 cannot be fenced there"])
        let none = Trial([:])
        none.target = nil
        #expect(none.cause(.status) == .noDomain)
    }

    @Test func theIdentityIsTheDomainsOrTheHosts() throws {
        let trial = Trial(["pm01": .running])
        #expect(try trial.run(.identify).identity == "uuid-of-pm01")
        trial.target = nil
        #expect(try trial.run(.identify).identity == "kvm1.example")
    }
}
