import CStonithPlugin
import Testing

@testable import RedfishCore

/// Into a service, to its system, and out again.
@Suite struct SessionDialogueTests {
    private let service = ScriptedService()
    private typealias Of = ScriptedService

    @Test func theFirstTimeItLooksAroundAndRemembers() throws {
        let ending = service.run(try .test(.status))
        #expect(service.asked == [Of.root, Of.sessions, Of.systems, Of.system, Of.logout])
        #expect(
            ending.success?.hints == [
                "system_uri=/redfish/v1/Systems/1", "sessions_uri=/redfish/v1/SessionService/Sessions",
            ])
        #expect(ending.success?.text == "power is on")
        #expect(ending.success?.identity == "38947555-7742-3448-3784-823347823834")
        #expect(ending.success?.life == ["its power is on"])
    }

    @Test func theTokenGoesWhereTheSessionIsAndThePasswordOnlyIntoTheLogin() throws {
        _ = service.run(try .test(.status))
        let tokens = service.asks.map { $0.header("X-Auth-Token") }
        #expect(tokens == [nil, nil, Of.token, Of.token, Of.token])
        #expect(service.asks.allSatisfy { $0.header("Authorization") == nil })
        let bodies = service.asks.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies.filter { $0.contains("hogehoge") }.count == 1)
    }

    // MARK: Out

    @Test(arguments: [Dialogue.Event.status(500), .lost, .status(403)])
    func whatFailsLogsOutAsWell(answer: Dialogue.Event) throws {
        service[Of.system] = [answer]
        #expect(service.run(try .test(.reset)).failure != nil)
        #expect(service.asked.last == Of.logout)
    }

    @Test func aLogoutThatFailsIsAWarning() throws {
        service[Of.logout] = [.status(500)]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_ACCEPTED)
        #expect(ending.warnings.count == 1)
    }

    // MARK: Without sessions

    @Test func aServiceWithoutSessionsIsLoggedInToByEachRequest() throws {
        service[Of.root] = [.ok(#"{"Systems": {"@odata.id": "/redfish/v1/Systems"}}"#)]
        let ending = service.run(try .test(.status))
        #expect(service.asked == [Of.root, Of.systems, Of.system])
        #expect(service.asks.last?.header("Authorization") == "Basic ZmVuY2U6aG9nZWhvZ2U=")
        #expect(ending.success?.hints.contains("sessions=none") == true)
    }

    @Test(arguments: [404, 405, 501]) func soIsOneWhoseSessionsAreNotThere(status: Int) throws {
        service[Of.sessions] = [.status(status)]
        #expect(service.run(try .test(.status)).success?.hints.contains("sessions=none") == true)
    }

    @Test(arguments: [
        .error(503, "ServiceTemporarilyUnavailable", "x"), .error(400, "SessionLimitExceeded", "x"),
        Dialogue.Event.error(403, "CreateLimitReachedForResource", "x"),
    ])
    func oneThatHasNoneLeftAsWellButThatIsNotRemembered(answer: Dialogue.Event) throws {
        service[Of.sessions] = [answer]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_ACCEPTED)
        #expect(ending.warnings.first?.contains("no session left") == true)
        #expect(ending.success?.hints.contains("sessions=none") == false)
    }

    @Test func aSessionThatEndsIsOpenedAgainOnce() throws {
        service[Of.reset] = [.status(401), .status(204)]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_ACCEPTED)
        #expect(service.resets == ["ForceRestart", "ForceRestart"])
        #expect(service.asked.filter { $0 == Of.sessions }.count == 2)
        let always = ScriptedService()
        always[Of.reset] = [.status(401)]
        #expect(always.run(try .test(.reset)).failure?.cause == "login-refused")
    }

    // MARK: Refused

    @Test(arguments: [
        (.status(401), "login-refused"), (.error(403, "UnauthorizedLoginAttempt", "x"), "login-refused"),
        (.status(400), "login-refused"), (.error(403, "InsufficientPrivilege", "x"), "too-little-privilege"),
        (Dialogue.Event.error(403, "PasswordChangeRequired", "x"), "password-expired"),
    ])
    func aLoginIsTriedOnceOnly(answer: Dialogue.Event, cause: String) throws {
        service[Of.sessions] = [answer]
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.cause == cause)
        #expect(ending.failure?.code == STONITH_S_ACCESS)
        #expect(service.asked == [Of.root, Of.sessions])
    }

    @Test func aSessionForChangingThePasswordIsLeftAgain() throws {
        service[Of.sessions] = [
            .answer(
                Answer(
                    status: 201, location: "/redfish/v1/SessionService/Sessions/7", token: Of.token,
                    body: Array(#"{"@Message.ExtendedInfo": [{"MessageId": "Base.1.8.PasswordChangeRequired"}]}"#.utf8))
            )
        ]
        #expect(service.run(try .test(.reset)).failure?.cause == "password-expired")
        #expect(service.asked.last == Of.logout)
    }

    // MARK: The system

    @Test func severalSystemsNeedAChoice() throws {
        service[Of.systems] = [
            .ok(#"{"Members": [{"@odata.id": "/redfish/v1/Systems/1"}, {"@odata.id": "/redfish/v1/Systems/2"}]}"#)
        ]
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.code == STONITH_S_BADCONFIG)
        #expect(ending.failure?.text.contains("/redfish/v1/Systems/1 /redfish/v1/Systems/2") == true)
        let chosen = ScriptedService()
        #expect(chosen.run(try .test(.reset, ["systems_uri": "/redfish/v1/Systems/1"])).success != nil)
        #expect(!chosen.asked.contains(Of.systems))
    }

    /// One of many on the first page is no choice.
    @Test(arguments: [#""Members@odata.count": 2"#, #""Members@odata.nextLink": "/x""#])
    func aListThatGoesOnHasSeveral(more: String) throws {
        service[Of.systems] = [.ok(#"{"Members": [{"@odata.id": "/redfish/v1/Systems/1"}], \#(more)}"#)]
        #expect(service.run(try .test(.reset)).failure?.cause == "several-systems")
    }

    @Test func anotherSystemIsNotPowered() throws {
        let ending = service.run(try .test(.reset, ["system_uuid": "00000000-7742-3448-3784-823347823834"]))
        #expect(ending.failure?.code == STONITH_S_BADHOST)
        #expect(service.resets.isEmpty)
        for known in [
            "38947555-7742-3448-3784-823347823834", "38947555-7742-3448-3784-823347823834".uppercased(), "sn1",
        ] {
            #expect(ScriptedService().run(try .test(.reset, ["system_uuid": known])).success != nil)
        }
    }

    @Test func whatWasRememberedWronglyIsLookedForAgain() throws {
        let remembered = ["system_uri": "/redfish/v1/Systems/old", "sessions_uri": "/redfish/v1/Sessions"]
        let ending = service.run(try .test(.reset, remembered: remembered))
        #expect(ending.failure == nil || ending.success != nil)
        #expect(service.asked.contains(Of.root))
        #expect(service.resets == ["ForceRestart"])
    }

    @Test func typesInAResourceOfTheirOwnAreRemembered() throws {
        let info = "GET /redfish/v1/Systems/1/ResetActionInfo"
        service[Of.system] = [.withActionInfo]
        service[info] = [.ok(#"{"Parameters": [{"Name": "ResetType", "AllowableValues": ["On", "PowerCycle"]}]}"#)]
        let ending = service.run(try .test(.reset))
        #expect(service.resets == ["PowerCycle"])
        #expect(ending.success?.hints.contains("reset_types=On,PowerCycle") == true)
        let warm = ScriptedService()
        warm[Of.system] = service[Of.system]
        _ = warm.run(try .test(.reset, remembered: ["reset_types": "On,PowerCycle"]))
        #expect(!warm.asked.contains(info))
        #expect(warm.resets == ["PowerCycle"])
    }

    // MARK: Busy, and answers that are nonsense

    @Test func aBusyServiceIsAskedAgain() throws {
        service[Of.root] = [.status(503), .status(503), service[Of.root][0]]
        #expect(service.run(try .test(.status)).success != nil)
        #expect(service.pauses == [50, 100])
        let never = ScriptedService()
        never[Of.root] = [.status(503)]
        never.lateAfter = 5
        #expect(never.run(try .test(.status)).failure?.cause == "busy")
    }

    @Test func aServiceMaySayForHowLong() throws {
        service[Of.root] = [.answer(Answer(status: 503, retryAfter: "2")), service[Of.root][0]]
        _ = service.run(try .test(.status))
        #expect(service.pauses == [2000])
        let patient = ScriptedService()
        patient[Of.root] = [.answer(Answer(status: 503, retryAfter: "3000")), service[Of.root][0]]
        _ = patient.run(try .test(.status))
        #expect(patient.pauses == [5000])
    }

    @Test func aConnectionThatEndsIsTriedAgainTwice() throws {
        service[Of.system] = [.closed, .closed, .power("On")]
        #expect(service.run(try .test(.status)).success != nil)
        let never = ScriptedService()
        never[Of.system] = [.closed]
        #expect(never.run(try .test(.status)).failure?.cause == "closed")
    }

    @Test(arguments: ["", "<html>", "[]", "{}", #"{"PowerState""#, "\u{0}"]) func nonsenseIsNoSystem(body: String)
        throws
    {
        service[Of.system] = [.ok(body)]
        #expect(service.run(try .test(.status)).failure?.cause == "bad-answer")
    }

    @Test func whatIsNoRedfishIsCalledSo() throws {
        for answer in [Dialogue.Event.status(404), .ok("{}"), .ok("It works.")] {
            let service = ScriptedService()
            service[Of.root] = [answer]
            #expect(service.run(try .test(.status)).failure?.cause == "no-redfish")
        }
    }
}
