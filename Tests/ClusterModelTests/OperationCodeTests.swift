import ClusterModel
import Testing

@Suite struct OperationCodeTests {
    @Test func exitStatusesAreThoseOfClusterGlue() {
        let expected: [OperationCode: Int32] = [
            .ok: 0, .badConfig: 1, .access: 2, .invalid: 3, .badHost: 4, .resetFail: 5, .timeout: 6, .isOff: 7,
            .oops: 8,
        ]
        for (code, status) in expected { #expect(code.exitStatus == status) }
    }

    @Test func unknownIsNeverTakenForSuccess() {
        #expect(OperationCode.unknown.exitStatus == OperationCode.timeout.exitStatus)
    }

    @Test func wordsAreDistinct() {
        #expect(Set(OperationCode.allCases.map(\.word)).count == OperationCode.allCases.count)
        #expect(Set(Evidence.allCases.map(\.word)).count == Evidence.allCases.count)
    }

    @Test func evidenceIsOrderedFromWeakToStrong() {
        #expect(Evidence.none < .silent)
        #expect(Evidence.silent < .accepted)
        #expect(Evidence.accepted < .readBack)
    }

    @Test func aFailureHasNoEvidence() {
        #expect(AgentOutcome(code: .timeout, evidence: .readBack).evidence == .none)
        #expect(AgentOutcome(code: .ok, evidence: .readBack).evidence == .readBack)
    }

    @Test(arguments: [("reset", AgentAction.reset), ("off", .off), ("on", .on)])
    func powerVerbs(word: String, action: AgentAction) {
        #expect(AgentAction(powerVerb: word) == action)
        #expect(action.changesPower)
    }

    @Test(arguments: ["status", "list", "probe", "identify", "", "Reset", "reboot"])
    func whatIsNoPowerVerbIsRefused(word: String) {
        #expect(AgentAction(powerVerb: word) == nil)
    }
}
