import CStonithPlugin

@testable import RedfishCore

/// A service without a network: what it answers to each request stands in lists, the last answer of a list for good.
final class ScriptedService {
    static let (root, sessions) = ("GET /redfish/v1/", "POST /redfish/v1/SessionService/Sessions")
    static let (systems, system) = ("GET /redfish/v1/Systems", "GET /redfish/v1/Systems/1")
    static let reset = "POST /redfish/v1/Systems/1/Actions/ComputerSystem.Reset"
    static let logout = "DELETE /redfish/v1/SessionService/Sessions/7"
    static let token = "0123456789abcdef"
    static let task = "GET /redfish/v1/TaskService/Tasks/3"

    private(set) var asks: [Ask] = []
    private(set) var pauses: [Int64] = []
    private var answers: [String: [Dialogue.Event]]
    /// After this many requests the time is up, or nobody wants the result any more.
    var lateAfter = 200
    var cancelledAfter = Int.max

    init() {
        answers = [
            Self.root: [
                .ok(
                    #"{"Systems": {"@odata.id": "/redfish/v1/Systems"}, "Links": {"Sessions": "#
                        + #"{"@odata.id": "/redfish/v1/SessionService/Sessions"}}}"#)
            ],
            Self.sessions: [
                .answer(
                    Answer(
                        status: 201, location: "https://bmc.example/redfish/v1/SessionService/Sessions/7",
                        token: Self.token))
            ],
            Self.systems: [.ok(#"{"Members": [{"@odata.id": "/redfish/v1/Systems/1"}]}"#)],
            Self.system: [.power("On")],
            Self.reset: [.answer(Answer(status: 204))],
            Self.logout: [.answer(Answer(status: 204))],
        ]
    }

    subscript(_ question: String) -> [Dialogue.Event] {
        get { answers[question] ?? [] }
        set { answers[question] = newValue }
    }

    /// What was asked, without the headers; a reset with its type.
    var asked: [String] {
        asks.map { ask in
            ask.kind == .command ? ask.type : "\(ask.method) \(ask.path.text)"
        }
    }

    /// The resets that were sent, by their types.
    var resets: [String] { asks.filter { $0.kind == .command }.map(\.type) }

    func run(_ dialogue: Dialogue) -> Dialogue.Ending {
        var dialogue = dialogue
        var step = dialogue.begin()
        while true {
            switch step {
            case .end(let ending): return ending
            case .pause(let milliseconds):
                pauses.append(milliseconds)
                step = dialogue.take(asks.count >= lateAfter ? .timeIsUp : .paused)
            case .ask(let ask): step = dialogue.take(event(ask, dialogue))
            }
        }
    }

    private func event(_ ask: Ask, _ dialogue: Dialogue) -> Dialogue.Event {
        if ask.kind != .logout {
            if asks.count >= cancelledAfter, dialogue.mayBeCancelled(before: ask) { return .cancelled }
            if asks.count >= lateAfter { return .timeIsUp }
        }
        asks.append(ask)
        let name = "\(ask.method) \(ask.path.text)"
        guard var list = answers[name], let first = list.first else { return .answer(Answer(status: 404)) }
        if list.count > 1 {
            list.removeFirst()
            answers[name] = list
        }
        return first
    }
}

extension Ask {
    var type: String {
        String(decoding: body, as: UTF8.self).split(separator: "\"").dropFirst(2).dropFirst().first.map(String.init)
            ?? ""
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension Dialogue.Event {
    static func ok(_ json: String) -> Self { .answer(Answer(status: 200, body: Array(json.utf8))) }

    static func status(_ status: Int, _ json: String = "") -> Self {
        .answer(Answer(status: status, body: Array(json.utf8)))
    }

    /// An error with one message of a standard registry.
    static func error(_ status: Int, _ id: String, _ text: String) -> Self {
        .status(
            status,
            #"{"error": {"@Message.ExtendedInfo": [{"MessageId": "Base.1.8.\#(id)", "Message": "\#(text)"}]}}"#)
    }

    /// The system with that power, and all reset types.
    static func power(_ state: String, types: String? = #"["On", "ForceOff", "ForceRestart", "PowerCycle"]"#) -> Self {
        let list = types.map { #", "ResetType@Redfish.AllowableValues": \#($0)"# } ?? ""
        return .ok(
            #"{"PowerState": "\#(state)", "UUID": "38947555-7742-3448-3784-823347823834", "SerialNumber": "SN1", "#
                + actions("\(target)\(list)"))
    }

    private static let target = #""target": "/redfish/v1/Systems/1/Actions/ComputerSystem.Reset""#

    private static func actions(_ text: String) -> String {
        ##""Actions": {"#ComputerSystem.Reset": {\##(text)}}}"##
    }

    /// A system that is on and says elsewhere what it takes.
    static let withActionInfo = Self.ok(
        #"{"PowerState": "On", "#
            + actions(#"\#(target), "@Redfish.ActionInfo": "/redfish/v1/Systems/1/ResetActionInfo""#))

    static let lost = Self.lost(
        Lost(Failure(STONITH_S_TIMEOUT, "silent", "no answer came"), wasSent: true, isWorthAnotherTry: false))
    static let closed = Self.lost(
        Lost(Failure(STONITH_S_TIMEOUT, "closed", "it hung up"), wasSent: true, isWorthAnotherTry: true))
    static let refused = Self.lost(
        Lost(Failure(STONITH_S_TIMEOUT, "refused", "nothing listens"), wasSent: false, isWorthAnotherTry: false))
}

extension Dialogue {
    static func test(
        _ task: Task, leavesOff: Bool = false, remembered: [String: String] = [:], _ more: [String: String] = [:]
    ) throws -> Dialogue {
        let values = ["hostname": "pm01", "ipaddr": "10.0.0.1", "userid": "fence", "passwd": "hogehoge"]
            .merging(more) { $1 }
        let settings = try Settings(parameter: { values[$0] }, environment: { _ in nil })
        return Dialogue(
            task, leavesOff: leavesOff, settings, password: "hogehoge", remembered: Facts { remembered[$0] })
    }
}

extension Dialogue.Ending {
    var success: Dialogue.Success? { try? outcome.get() }

    var failure: Failure? {
        guard case .failure(let failure) = outcome else { return nil }
        return failure
    }

    var evidence: stonith_evidence? { success?.evidence }
}
