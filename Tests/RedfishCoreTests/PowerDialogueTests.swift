import CStonithPlugin
import Testing

@testable import RedfishCore

/// What is sent about the power, and what its success rests on.
@Suite struct PowerDialogueTests {
    private let service = ScriptedService()
    private typealias Of = ScriptedService
    private let warm = [
        "sessions_uri": "/redfish/v1/SessionService/Sessions", "system_uri": "/redfish/v1/Systems/1",
    ]

    /// The one that can be read may be another node's.
    @Test func aMemberThatCannotBeReadIsOneToo() throws {
        service[Of.systems] = [.ok(#"{"Members": [{"@odata.id": "/redfish/v1/Systems/1"}, {"@odata.id": "//x/2"}]}"#)]
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.cause == "several-systems")
        #expect(service.resets.isEmpty)
    }

    // MARK: Off and on

    @Test func offIsReadBack() throws {
        service[Of.system] = [.power("On"), .power("On"), .power("PoweringOff"), .power("Off")]
        let ending = service.run(try .test(.off, remembered: warm))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["ForceOff"])
        #expect(service.pauses == [50, 100])
    }

    @Test func offOfANodeThatIsOffSendsNothing() throws {
        service[Of.system] = [.power("Off")]
        let ending = service.run(try .test(.off))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(ending.success?.text == "It was off already.")
        #expect(service.resets.isEmpty)
    }

    @Test func aNodeThatStaysOnIsNoSuccess() throws {
        service.lateAfter = 12
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.code == STONITH_S_RESETFAIL)
        #expect(ending.failure?.cause == "still-on")
        #expect(service.asked.last == Of.logout)
    }

    /// Neither "PoweringOff" nor a word that nobody knows is off.
    @Test(arguments: ["PoweringOff", "Paused", "Offline", "off", ""]) func onlyOffIsOff(word: String) throws {
        service[Of.system] = [.power(word)]
        service.lateAfter = 10
        let ending = service.run(try .test(.off))
        #expect(service.resets == ["ForceOff"])
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
    }

    @Test func onIsReadBackAndForceOnTakesItsPlace() throws {
        let types = #"["ForceOn", "ForceOff"]"#
        service[Of.system] = [.power("Off", types: types), .power("On", types: types)]
        let ending = service.run(try .test(.on))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["ForceOn"])
    }

    // MARK: Reset

    @Test func aWarmResetTakesFourRequestsAndTwoWithBasicLogin() throws {
        let ending = service.run(try .test(.reset, remembered: warm))
        #expect(ending.evidence == STONITH_EVIDENCE_ACCEPTED)
        #expect(service.asked == [Of.sessions, Of.system, "ForceRestart", Of.logout])

        let basic = ScriptedService()
        _ = basic.run(
            try .test(.reset, remembered: ["system_uri": "/redfish/v1/Systems/1"], ["login_method": "basic"]))
        #expect(basic.asked == [Of.system, "ForceRestart"])
    }

    @Test func aResetOfANodeThatIsOffPowersItOn() throws {
        service[Of.system] = [.power("Off"), .power("On")]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["On"])
    }

    @Test func orLeavesItOff() throws {
        service[Of.system] = [.power("Off")]
        let ending = service.run(try .test(.reset, leavesOff: true))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets.isEmpty)
    }

    @Test func aResetByOffAndOnIsReadBack() throws {
        service[Of.system] = [.power("On"), .power("Off"), .power("On")]
        let ending = service.run(try .test(.reset, ["reset_method": "onoff"]))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["ForceOff", "On"])
    }

    @Test(arguments: [
        (#"["On", "ForceOff", "PowerCycle"]"#, ["PowerCycle"]), (#"["On", "ForceOff"]"#, ["ForceOff", "On"]),
        ("null", ["ForceRestart"]),
    ])
    func itTakesWhatIsOffered(types: String, sent: [String]) throws {
        service[Of.system] = [
            .power("On", types: types), .power("Off", types: types), .power("On", types: types),
        ]
        #expect(service.run(try .test(.reset)).success != nil)
        #expect(service.resets == sent)
    }

    @Test func whatIsNotOfferedIsNotSent() throws {
        service[Of.system] = [.power("On", types: #"["On", "GracefulShutdown"]"#)]
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.code == STONITH_S_INVAL)
        #expect(ending.failure?.text.contains("GracefulShutdown") == true)
        #expect(service.resets.isEmpty)
    }

    /// After off was proven, whatever fails with on is a remark.
    @Test func aNodeThatIsOffIsFencedThoughItCannotBePoweredOn() throws {
        service[Of.system] = [.power("On"), .power("Off")]
        service[Of.reset] = [.status(204), .error(403, "InsufficientPrivilege", "No.")]
        let ending = service.run(try .test(.reset, ["reset_method": "onoff"]))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(ending.warnings.count == 1)
        #expect(ending.warnings.first?.contains("could not be powered on again") == true)
    }

    // MARK: Answers that are lost

    /// A reset that may have been carried out is never sent again: off, read back, on proves more.
    @Test(arguments: [Dialogue.Event.lost, .closed, .status(500), .status(503), .status(504)])
    func aResetWithoutAnAnswerGoesOnByOffAndOn(answer: Dialogue.Event) throws {
        service[Of.reset] = [answer, .status(204)]
        service[Of.system] = [.power("On"), .power("Off"), .power("On")]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["ForceRestart", "ForceOff", "On"])
        #expect(ending.success?.text.contains("may have been reset twice") == true)
    }

    @Test func aResetThatIsRefusedGoesOnByOffAndOn() throws {
        service[Of.reset] = [.error(400, "ActionParameterNotSupported", "Not that."), .status(204)]
        service[Of.system] = [.power("On"), .power("Off"), .power("On")]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(ending.warnings.first?.contains("Not that.") == true)
    }

    @Test func nothingSettlesALostResetButANodeThatIsOff() throws {
        service[Of.reset] = [.lost, .error(409, "ResourceInUse", "Busy.")]
        service.lateAfter = 20
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
        #expect(service.resets.filter { $0 == "ForceRestart" }.count == 1)
    }

    @Test func aLostOffIsSettledByReading() throws {
        service[Of.reset] = [.lost]
        service[Of.system] = [.power("On"), .lost, .status(503), .power("Off")]
        let ending = service.run(try .test(.off))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["ForceOff"])
    }

    @Test func aLostOffThatNeverShowsIsUnknownAndWasRepeatedTwice() throws {
        service[Of.reset] = [.lost]
        service.lateAfter = 40
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
        #expect(ending.failure?.cause == "no-answer-to-command")
        #expect(service.resets == ["ForceOff", "ForceOff", "ForceOff"])
    }

    /// The next device of the level can begin: waiting brings nothing more.
    @Test func anOffThatIsAnsweredWithAnErrorEndsBeforeTheTime() throws {
        service[Of.reset] = [.status(500)]
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
        #expect(service.asks.count < 30)
    }

    @Test func aCommandThatNeverLeftIsAFailure() throws {
        service[Of.reset] = [.refused]
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.cause == "refused")
        #expect(ending.failure?.code == STONITH_S_TIMEOUT)
    }

    // MARK: Refusals

    /// Somebody else was faster: the node is off, and that is what counts.
    @Test func aRefusedOffOfANodeThatIsOffMeanwhileIsASuccess() throws {
        service[Of.reset] = [.status(400)]
        service[Of.system] = [.power("On"), .power("Off")]
        #expect(service.run(try .test(.off)).evidence == STONITH_EVIDENCE_READ_BACK)
    }

    @Test(arguments: [409, 503, 429]) func whatPassesIsTriedAgain(status: Int) throws {
        service[Of.reset] = [.status(status), .status(status), .status(204)]
        service[Of.system] = [.power("On"), .power("On"), .power("On"), .power("Off")]
        #expect(service.run(try .test(.off)).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets.count == 3)
    }

    /// What was accepted at last is not sent again while the node takes its time.
    @Test func aRefusalIsForgottenWhenTheCommandIsAccepted() throws {
        service[Of.reset] = [.status(409), .status(204)]
        service[Of.system] = Array(repeating: .power("On"), count: 6) + [.power("Off")]
        #expect(service.run(try .test(.off)).evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets.count == 2)
    }

    /// The first copy may have arrived, whatever is said to the second.
    @Test(arguments: [401, 403, 400]) func aRefusalOfARepetitionSettlesNothing(status: Int) throws {
        service[Of.reset] = [.lost, .status(status)]
        let ending = service.run(try .test(.off, ["login_method": "basic"]))
        #expect(service.resets.count == 2)
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
    }

    @Test func neitherDoesItsTaskThatFails() throws {
        service[Of.reset] = [.lost, .answer(Answer(status: 202, location: "/redfish/v1/TaskService/Tasks/3"))]
        service[Of.task] = [.ok(#"{"TaskState": "Exception"}"#)]
        #expect(service.run(try .test(.off)).failure?.code == STONITH_S_UNKNOWN)
    }

    @Test(arguments: [
        (400, "command-refused"), (404, "error-answer"), (405, "not-allowed"), (412, "precondition-failed"),
        (501, "command-refused"),
    ])
    func aRefusalIsNoUnknown(status: Int, cause: String) throws {
        service[Of.reset] = [.status(status)]
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.cause == cause)
        #expect(ending.failure?.code == STONITH_S_RESETFAIL)
        #expect(service.resets.count == 1)
    }

    // MARK: Cancel and time

    @Test func aCancelBeforeTheCommandLeavesTheNodeAsItWas() throws {
        service.cancelledAfter = 4
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.code == STONITH_S_OOPS)
        #expect(service.resets.isEmpty)
        #expect(service.asked.last == Of.logout)
    }

    @Test func aCancelAfterTheCommandChangesNothing() throws {
        service.cancelledAfter = 5
        service[Of.system] = [.power("On"), .power("On"), .power("Off")]
        let ending = service.run(try .test(.off))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
    }

    /// The reset may have been carried out, so it is not nothing either.
    @Test func afterACancelNoFurtherCommandLeaves() throws {
        service[Of.reset] = [.lost]
        service.cancelledAfter = 5
        let ending = service.run(try .test(.reset))
        #expect(service.resets == ["ForceRestart"])
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
        #expect(ending.failure?.text.contains("as it was") == false)
    }

    @Test func aCancelLeavesANodeOffThatWasReadOff() throws {
        service[Of.system] = [.power("On"), .power("Off")]
        service.cancelledAfter = 5
        let ending = service.run(try .test(.reset, ["reset_method": "onoff"]))
        #expect(service.resets == ["ForceOff"])
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(ending.warnings.contains("cancelled: it is left off"))
    }

    @Test func noCommandLeavesAfterTheTime() throws {
        service.lateAfter = 4
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.cause == "no-answer")
        #expect(service.resets.isEmpty)
    }
}
