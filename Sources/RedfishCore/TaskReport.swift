import Wire

/// How far a task is that a service made of a command (DSP0268, Task), from its resource or its monitor.
enum TaskReport: Equatable, Sendable {
    case running
    case completed
    /// The state's word, and what the task says of it.
    case failed(state: String, ExtendedMessages)
    /// The service knows it no more.
    case gone
    /// The service cannot tell just now.
    case busy

    /// A monitor answers 202 while the task runs, and then what the command itself would have been answered.
    init(_ answer: Answer) {
        if answer.isBusy {
            self = .busy
        } else if answer.status == 404 || answer.status == 410 {
            self = .gone
        } else if answer.status == 202 {
            self = Self.stated(answer.anyJSON) ?? .running
        } else if answer.isSuccess {
            self = Self.stated(answer.anyJSON) ?? .completed
        } else {
            self = .failed(state: "status \(answer.status)", ExtendedMessages(answer.anyJSON))
        }
    }

    /// Nil where this is no task.
    private static func stated(_ json: JSONValue?) -> TaskReport? {
        guard let state = json?["TaskState"]?.text else { return nil }
        switch state {
        case "Completed" where json?["TaskStatus"]?.text != "Critical": return .completed
        case "Completed", "Exception", "Killed", "Cancelled":
            return .failed(state: state, ExtendedMessages(json))
        default: return .running
        }
    }

    /// Where the task is that an answer to a command speaks of; nil where it speaks of none.
    static func path(in answer: Answer) -> ResourcePath? {
        if answer.status == 202, let path = answer.location.flatMap({ ResourcePath(location: $0) }) { return path }
        guard let json = answer.anyJSON, json["TaskState"] != nil else { return nil }
        let monitor = json["TaskMonitor"]?.text.flatMap { ResourcePath(location: $0) }
        return ResourcePath(link: json) ?? monitor
    }
}
