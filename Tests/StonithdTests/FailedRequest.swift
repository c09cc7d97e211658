import ClusterModel
import Testing

/// Records of requests that failed, for tests.
enum FailedRequest {
    static func node(_ name: String = "pm01") throws -> NodeName { try #require(NodeName(name)) }

    static func id(_ name: String) throws -> RequestID { try #require(RequestID(name)) }

    static func step(
        _ device: String, _ type: String, _ code: OperationCode, _ cause: String?, _ text: String = "", level: Int = 1
    ) -> FencingRecord.Step {
        var step = FencingRecord.Step(level: level, device: device, type: type, action: .reset, startMilliseconds: 0)
        step.code = code
        step.cause = cause
        step.text = text
        step.milliseconds = 5
        return step
    }

    static func record(
        _ steps: [FencingRecord.Step], cause: FencingVerdict.Cause = .levelsFailed
    ) throws -> FencingRecord {
        let request = FencingRequest(
            id: try id("r1"), target: try node(), action: .reset, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 60_000))
        var record = FencingRecord(request: request, executor: try node("pm02"), arrivedUnixMilliseconds: 0)
        record.steps = steps
        record.verdict = FencingVerdict(.failed, cause: cause, text: "it failed")
        return record
    }

    static func device(_ id: String, _ type: String, _ parameters: [String: String]) throws -> DeviceConfiguration {
        DeviceConfiguration(
            id: id, type: try #require(DeviceType(type)),
            parameters: parameters.map { Parameter(name: $0.key, value: Secret($0.value)) })
    }
}
