import CStonithPlugin
import DeviceParameters
import Glibc
import HTTPClient
import PluginKit
import RedfishCore

/// `redfish`: a node's board, or the manager of a chassis, over the DMTF's Redfish. What is asked and what it proves is
/// decided in RedfishCore.
private let table = PluginTable(
    type: "redfish", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_READ_BACK,
    deviceID: "Redfish STONITH device",
    text: """
        Power control through a Redfish service: HTTPS and JSON, as boards speak it since about 2016. off and on are \
        read back until they are true; a node that is off already is a success for off, and is powered on by reset. \
        For a reset that proves the power went away, set reset_method=onoff. A reset takes 4 HTTP requests on one \
        connection (login, read, reset, logout), 2 with login_method=basic, and 2 or 3 more the first time. A board \
        that shares its node's power supply cannot answer when that is gone, so put another device behind it in the \
        escalation group.
        """,
    url: "stonith-redfish(7)", parameters: RedfishParameters.all, warm: { Redfish.warm() },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return Redfish.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum Redfish {
    /// Makes libcurl, OpenSSL and the Swift runtime set up what they need, so that no forked action has to.
    static func warm() {
        HTTPClient.warm()
        guard let device = try? Device(parameter: { rehearsal[$0] }) else { return }
        var dialogue = Dialogue(
            .reset, leavesOff: false, device.settings, password: device.password, remembered: .none)
        _ = dialogue.begin()
        _ = dialogue.take(.answer(Answer(status: 200, body: Array(#"{"Systems": {"@odata.id": "/"}}"#.utf8))))
        _ = try? HTTPClient(device.http)
    }

    /// A device that is nobody's: read once while warming, never talked to.
    private static let rehearsal = [
        "hostname": "node", "ipaddr": "127.0.0.1", "userid": "user", "passwd": "password", "tls_insecure": "yes",
    ]

    static func act(_ call: PluginCall) -> Int32 {
        if call.action == STONITH_LIST { return call.list(call.parameters.nodes("hostname"), from: "hostname") }
        let device: Device
        do throws(ParameterMistake) { device = try Device(parameter: call.parameter) } catch {
            return call.refuse(error)
        }
        guard let task = task(call.action) else {
            return call.fail(STONITH_S_INVAL, "not-supported", "a Redfish service cannot be asked for that")
        }
        if let refusal = call.refuseTarget(outside: device.settings.hosts, from: "hostname") { return refusal }
        return carryOut(task, device, call)
    }

    private static func task(_ action: stonith_action) -> Dialogue.Task? {
        switch action {
        case STONITH_RESET: .reset
        case STONITH_OFF: .off
        case STONITH_ON: .on
        case STONITH_STATUS, STONITH_PROBE: .status
        case STONITH_IDENTIFY: .identify
        default: nil
        }
    }

    private static func carryOut(_ task: Dialogue.Task, _ device: Device, _ call: PluginCall) -> Int32 {
        for warning in device.tls.warnings { call.say(STONITH_SAY_WARNING, warning) }
        let dialogue = Dialogue(
            task, leavesOff: call.leavesOff, device.settings, password: device.password,
            remembered: Facts { call.parameter("remembered.\($0)") })
        let ending: Dialogue.Ending
        do throws(HTTPError) {
            var conversation = Conversation(dialogue, try HTTPClient(device.http), device.settings, call)
            ending = conversation.run()
        } catch {
            let failure = TransportFailure.failure(error, device.settings)
            return call.fail(failure.code, failure.cause, failure.text)
        }
        return report(ending, call)
    }

    private static func report(_ ending: Dialogue.Ending, _ call: PluginCall) -> Int32 {
        for warning in ending.warnings { call.say(STONITH_SAY_WARNING, warning) }
        switch ending.outcome {
        case .failure(let failure): return call.fail(failure.code, failure.cause, failure.text)
        case .success(let success):
            if let identity = success.identity { call.say(STONITH_SAY_IDENTITY, identity) }
            if call.action == STONITH_PROBE, !call.target.isEmpty {
                for life in success.life { call.say(STONITH_SAY_LIFE, life) }
            }
            for hint in success.hints { call.say(STONITH_SAY_HINT, hint) }
            return call.succeed(success.evidence, success.text.isEmpty ? nil : success.text)
        }
    }
}
