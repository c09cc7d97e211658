import ClusterModel
import Control

/// What programs are told, in the words of Pacemaker's alerts (Pacemaker Explained 2.1, "Alerts").
struct AlertBook {
    enum Event: Equatable {
        /// A request is answered, however it ended.
        case closed(FencingRecord)
        /// Nobody could fence it, and nobody has since.
        case blocked(NodeName, String)
        /// Of a blocked node: a request for it succeeded, or a person confirmed.
        case unblocked(NodeName)
        case personNeeded(NodeName, device: String)
        /// Too much was fenced lately, and requests are let through again; of one node or of all.
        case released(NodeName?, by: String)
        case deviceBroken(String, String)
        case deviceWorks(String)
        case journalBroken(String)
        case journalWorks
    }

    /// One event as it is told.
    struct Message: Equatable {
        var kind: AlertConfiguration.Kind
        var node: NodeName
        /// As Pacemaker names operations; empty for what is none.
        var task: String
        /// One stable word for programs.
        var status: String
        /// As `stonith fence` exits; 0 for what is good, 1 for what is not.
        var code: Int32
        var text: String
    }

    /// The node that the daemon runs on.
    let node: NodeName

    func message(_ event: Event) -> Message? {
        switch event {
        case .closed(let record): return closed(record)
        case .blocked(let target, let text): return fencing(target, "blocked", 1, "\(target) is not fenced: \(text)")
        case .unblocked(let target): return fencing(target, "unblocked", 0, "\(target) is blocked no more")
        case .personNeeded(let target, let device):
            let text = "\(device) asks a person to power \(target) off by hand, and then: stonith confirm \(target)"
            return fencing(target, "person-needed", 1, text)
        case .released(let target, let by):
            return fencing(target ?? node, "released", 0, "\(by) released the hold\(target.map { " of \($0)" } ?? "")")
        case .deviceBroken(let device, let text):
            return own("device-broken", 1, "device \(device) does not work: \(text)")
        case .deviceWorks(let device): return own("device-works", 0, "device \(device) works again")
        case .journalBroken(let text): return own("journal-broken", 1, "the journal is not durable: \(text)")
        case .journalWorks: return own("journal-works", 0, "the journal is durable again")
        }
    }

    private func fencing(_ target: NodeName, _ status: String, _ code: Int32, _ text: String) -> Message {
        Message(kind: .fencing, node: target, task: "", status: status, code: code, text: text)
    }

    private func own(_ status: String, _ code: Int32, _ text: String) -> Message {
        Message(kind: .node, node: node, task: "", status: status, code: code, text: text)
    }

    /// `Operation reboot of pm01 by pm02 for CLIENT@pm02: OK (TEXT) (ref=ID)`, as libstonithd 2.1.5 describes an event.
    private func closed(_ record: FencingRecord) -> Message? {
        guard let verdict = record.verdict else { return nil }
        let (request, task) = (record.request, Self.task(record.request.action))
        let client = request.client.isEmpty ? "a client" : request.client
        let reason = verdict.text.isEmpty ? "" : " (\(verdict.text))"
        return Message(
            kind: .fencing, node: request.target, task: task, status: verdict.outcome.rawValue,
            code: ExitStatus(verdict).rawValue,
            text: "Operation \(task) of \(request.target) by \(record.executor) for \(client)@\(node): "
                + "\(Self.result(verdict))\(reason) (ref=\(request.id))")
    }

    private static func task(_ action: AgentAction) -> String { action == .reset ? "reboot" : action.name }

    private static func result(_ verdict: FencingVerdict) -> String {
        switch verdict.outcome {
        case .fenced, .poweredOn: "OK"
        case .unknown: "Unknown"
        case .held: "Held"
        case .refused: "Refused"
        case .failed: verdict.cause == .timeUp ? "Timed Out" : "Error"
        }
    }
}

extension AlertBook.Message {
    /// The environment of one run; the attributes are in it as they stand.
    ///
    /// - Parameters:
    ///   - moment: of the event.
    ///   - number: grows with every run of any alert.
    func environment(
        for recipient: AlertConfiguration.Recipient, _ moment: AlertMoment, number: Int64
    ) -> [Parameter] {
        let words = [
            ("kind", kind.rawValue), ("version", Release.number), ("node", node.description), ("task", task),
            ("desc", Self.plain(text)), ("rc", "\(code)"), ("status", status), ("recipient", recipient.value),
            ("timestamp", moment.text(recipient.timestampFormat)), ("timestamp_epoch", "\(moment.seconds)"),
            ("timestamp_usec", moment.microsecondText), ("node_sequence", "\(number)"),
        ]
        return words.map { Parameter(name: "CRM_alert_\($0)", value: Secret($1)) } + recipient.attributes
    }

    private static let bytesMax = 4096

    /// One line of bounded length: what agents say is in it.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
            default: result.append(scalar)
            }
            if result.count >= bytesMax / 4 { break }
        }
        return String(result)
    }
}
