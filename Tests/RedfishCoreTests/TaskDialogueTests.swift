import CStonithPlugin
import Testing

@testable import RedfishCore

/// Commands that a service makes tasks of.
@Suite struct TaskDialogueTests {
    private let service = ScriptedService()
    private typealias Of = ScriptedService

    private static func task(_ state: String, _ more: String = "") -> Dialogue.Event {
        .ok(#"{"@odata.id": "/redfish/v1/TaskService/Tasks/3", "TaskState": "\#(state)"\#(more)}"#)
    }

    private static let accepted = Dialogue.Event.answer(
        Answer(status: 202, location: "http://elsewhere.example/redfish/v1/TaskService/Tasks/3"))

    @Test func aResetIsASuccessWhenItsTaskIsCompleted() throws {
        service[Of.reset] = [Self.accepted]
        service[Of.task] = [Self.task("New"), Self.task("Running"), Self.task("Completed")]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_ACCEPTED)
        #expect(service.asked.filter { $0 == Of.task }.count == 3)
    }

    @Test func aMonitorAnswersWhatTheCommandWouldHaveBeenAnswered() throws {
        service[Of.reset] = [Self.accepted]
        service[Of.task] = [.status(202), .status(204)]
        #expect(service.run(try .test(.reset)).evidence == STONITH_EVIDENCE_ACCEPTED)
    }

    @Test func aTaskInTheBodyIsFound() throws {
        service[Of.reset] = [
            .status(202, #"{"@odata.id": "/redfish/v1/TaskService/Tasks/3", "TaskState": "New"}"#)
        ]
        service[Of.task] = [Self.task("Completed")]
        #expect(service.run(try .test(.reset)).evidence == STONITH_EVIDENCE_ACCEPTED)
    }

    @Test(arguments: [
        task("Exception"), task("Killed"), task("Cancelled"), task("Completed", #", "TaskStatus": "Critical""#),
        .status(500), .status(404),
    ])
    func aResetWhoseTaskFailedGoesOnByOffAndOn(answer: Dialogue.Event) throws {
        service[Of.reset] = [Self.accepted, .status(204)]
        service[Of.task] = [answer]
        service[Of.system] = [.power("On"), .power("Off"), .power("On")]
        let ending = service.run(try .test(.reset))
        #expect(ending.evidence == STONITH_EVIDENCE_READ_BACK)
        #expect(service.resets == ["ForceRestart", "ForceOff", "On"])
    }

    @Test func aResetWhoseTaskDoesNotEndIsUnknown() throws {
        service[Of.reset] = [Self.accepted]
        service[Of.task] = [Self.task("Running")]
        service.lateAfter = 15
        let ending = service.run(try .test(.reset))
        #expect(ending.failure?.code == STONITH_S_UNKNOWN)
        #expect(ending.failure?.cause == "task-unfinished")
        #expect(service.asked.last == Of.logout)
    }

    @Test func anOffIsWhatTheReadingSaysWhateverItsTaskSays() throws {
        service[Of.reset] = [Self.accepted]
        service[Of.task] = [Self.task("Running")]
        service[Of.system] = [.power("On"), .power("On"), .power("Off")]
        #expect(service.run(try .test(.off)).evidence == STONITH_EVIDENCE_READ_BACK)
    }

    @Test func anOffWhoseTaskFailedSaysWhy() throws {
        service[Of.reset] = [Self.accepted]
        service[Of.task] = [
            Self.task("Exception", #", "Messages": [{"Message": "The power supply did not answer."}]"#)
        ]
        let ending = service.run(try .test(.off))
        #expect(ending.failure?.cause == "task-failed")
        #expect(ending.failure?.code == STONITH_S_RESETFAIL)
        #expect(ending.failure?.text.contains("The power supply did not answer.") == true)
    }
}
