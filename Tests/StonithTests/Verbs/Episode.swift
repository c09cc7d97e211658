import ClusterModel
import Control
import Testing

/// One request as the daemon tells of it: level 1 fails, level 2 succeeds.
enum Episode {
    static func node(_ name: String) throws -> NodeName { try #require(NodeName(name)) }

    static func order() throws -> FenceOrder { FenceOrder(id: try #require(RequestID("r1")), node: try node("pm01")) }

    static func event(_ body: FencingEvent.Body, left: Int64 = 20_000) throws -> FencingEvent {
        FencingEvent(
            id: try #require(RequestID("r1")), node: try node("pm01"), unixMilliseconds: 0, leftMilliseconds: left, body
        )
    }

    static let check = FencingRecord.Step(
        level: 1, device: "stonith1-1", type: "external/stonith-helper", action: .reset, pid: 735, startMilliseconds: 2)
    static let power = FencingRecord.Step(
        level: 2, device: "stonith1-2", type: "external/ipmi", action: .reset, pid: 9137, startMilliseconds: 3105)

    static func ended(
        _ step: FencingRecord.Step, _ code: OperationCode, _ evidence: Evidence = .none, _ cause: String? = nil,
        _ text: String = "", milliseconds: Int64
    ) -> FencingRecord.Step {
        var step = step
        step.code = code
        step.evidence = evidence
        step.cause = cause
        step.text = text
        step.milliseconds = milliseconds
        return step
    }

    static let checkFailed = ended(check, .resetFail, .none, "alive", "192.168.1.1 answers", milliseconds: 3100)
    static let powerWorked = ended(power, .ok, .readBack, milliseconds: 2100)

    static func record(
        _ outcome: FencingVerdict.Outcome?, _ cause: FencingVerdict.Cause? = nil, _ text: String = "",
        action: AgentAction = .reset
    ) throws -> FencingRecord {
        var request = FencingRequest(
            id: try #require(RequestID("r1")), target: try node("pm01"), action: action, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 0))
        request.client = "stonith fence (pid 7, uid 0)"
        request.reason = "heartbeat lost"
        var record = FencingRecord(request: request, executor: try node("pm02"), arrivedUnixMilliseconds: 0)
        record.steps = [checkFailed, powerWorked]
        guard let outcome else { return record }
        record.milliseconds = 5205
        var verdict = FencingVerdict(outcome, cause: cause, evidence: .readBack, text: text)
        if verdict.isSuccess { (verdict.level, verdict.devices) = (2, ["stonith1-2"]) }
        record.verdict = verdict
        return record
    }
}
