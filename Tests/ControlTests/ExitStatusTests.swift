import ClusterModel
import Control
import Testing

/// The table of stonith(8).
@Suite struct ExitStatusTests {
    @Test(
        arguments: [
            (.fenced, nil, 0), (.poweredOn, nil, 0), (.failed, .levelsFailed, 5), (.failed, .cancelled, 5),
            (.failed, .timeUp, 124), (.failed, nil, 5), (.held, nil, 111), (.held, .timeUp, 111), (.unknown, nil, 112),
            (.unknown, .timeUp, 112), (.refused, .ownNode, 107), (.refused, .expired, 107), (.refused, .sameID, 107),
            (.refused, .tooMany, 107), (.refused, .noSuchNode, 105), (.refused, .stopping, 102),
        ] as [(FencingVerdict.Outcome, FencingVerdict.Cause?, Int32)])
    func ofVerdicts(outcome: FencingVerdict.Outcome, cause: FencingVerdict.Cause?, status: Int32) {
        #expect(ExitStatus(FencingVerdict(outcome, cause: cause, text: "")).rawValue == status)
    }

    @Test(arguments: [
        ("bad-json", 1), ("too-long", 1), ("unknown-verb", 1), ("bad-value", 1), ("not-allowed", 77),
        ("no-such-node", 105), ("no-such-device", 105), ("no-such-request", 105), ("no-request", 4), ("alive", 107),
        ("busy", 107), ("version", 102), ("stopping", 102), ("request-changed", 107),
        ("unknown", 112), ("something-new", 1),
    ])
    func ofErrors(code: String, status: Int32) {
        #expect(ExitStatus(ControlError(.init(rawValue: code), "")).rawValue == status)
    }

    @Test func onlySuccessEndsWithZero() {
        for outcome in FencingVerdict.Outcome.allCases {
            for cause in FencingVerdict.Cause.allCases.map(Optional.init) + [nil] {
                let verdict = FencingVerdict(outcome, cause: cause, text: "")
                #expect((ExitStatus(verdict) == .done) == verdict.isSuccess)
            }
        }
    }
}
