import CStonithPlugin
import DeviceParameters
import PluginKit
import RSADialogue

/// `external/ibmrsa-telnet`: a node's IBM RSA or RSA II board over telnet. The parameters are those of cluster-glue's
/// script of the same name (1.0.12) and some more; what differs stands in docs/DIFFERENCES.md.
private let table = PluginTable(
    type: "external/ibmrsa-telnet", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_READ_BACK,
    deviceID: "IBM RSA board over telnet",
    text: """
        Power control through a node's IBM Remote Supervisor Adapter (RSA, RSA II) by its telnet interface. Telnet is \
        not encrypted: whoever sees the network between sees the user's password, and can send commands in its place; \
        keep the board in a network of its own. off and on are read back until they are true; a node that is off \
        already is a success for off, and is powered on by reset. For a reset that proves the power went away, set \
        reset_method=onoff. A reset takes 5 round trips, the connection among them. A board has one or two telnet \
        sessions: end your own.
        """,
    url: "stonith-ibmrsa-telnet(7)", parameters: RSAParameters.all, warm: { IBMRSA.warm() },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return IBMRSA.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum IBMRSA {
    /// Makes the Swift runtime set up what an action needs, so that no forked one has to.
    static func warm() {
        guard let settings = try? Settings(parameter: { rehearsal[$0] }) else { return }
        var dialogue = PowerDialogue(.reset, settings, leavesOff: false, deadline: 10_000)
        for event in [.begin, .connected, .received(Array("\r\nlogin : ".utf8)), .closed] as [PowerDialogue.Event] {
            _ = dialogue.handle(event, at: 0, isCancelled: false)
        }
        _ = try? endpoint("127.0.0.1", 23)
    }

    /// A device that is nobody's: read once while warming, never talked to.
    private static let rehearsal = [
        "nodename": "node", "ip_address": "127.0.0.1", "username": "user", "password": "password",
    ]

    static func act(_ call: PluginCall) -> Int32 {
        if call.action == STONITH_LIST { return call.list(call.parameters.nodes("nodename"), from: "nodename") }
        let settings: Settings
        do throws(ParameterMistake) { settings = try Settings(parameter: call.parameter) } catch {
            return call.refuse(error)
        }
        guard let task = task(call.action) else {
            return call.fail(STONITH_S_INVAL, "not-supported", "an RSA board cannot be asked for that")
        }
        if let refusal = call.refuseTarget(outside: settings.hosts, from: "nodename") { return refusal }
        return carryOut(task, settings, call)
    }

    private static func task(_ action: stonith_action) -> PowerDialogue.Task? {
        switch action {
        case STONITH_RESET: .reset
        case STONITH_OFF: .off
        case STONITH_ON: .on
        case STONITH_STATUS, STONITH_PROBE: .status
        default: nil
        }
    }

    private static func carryOut(_ task: PowerDialogue.Task, _ settings: Settings, _ call: PluginCall) -> Int32 {
        do throws(BoardFailure) {
            let endpoint = try endpoint(settings.resolvedAddress ?? settings.address, settings.port)
            let dialogue = PowerDialogue(
                task, settings, leavesOff: call.leavesOff, deadline: call.deadline.milliseconds)
            var run = DialogueRun(dialogue, endpoint, call)
            switch run.run() {
            case .success(let success): return report(success, call)
            case .failure(let failure): throw failure
            }
        } catch {
            return call.fail(error.code, error.cause.rawValue, error.text(settings))
        }
    }

    private static func endpoint(_ host: String, _ port: UInt16) throws(BoardFailure) -> Endpoint {
        try Endpoint(host: host, port: "\(port)", .tcp) { BoardFailure(.noSuchHost, $0) }
    }

    private static func report(_ success: Success, _ call: PluginCall) -> Int32 {
        if call.action == STONITH_PROBE, !call.target.isEmpty, success.isOn == true {
            call.say(STONITH_SAY_LIFE, "its power is on")
        }
        for warning in success.warnings { call.say(STONITH_SAY_WARNING, warning) }
        return call.succeed(success.basis.evidence, success.text.isEmpty ? nil : success.text)
    }
}
