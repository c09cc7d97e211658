import CFreeIPMI
import CStonithPlugin
import DeviceParameters
import Glibc
import IPMISettings
import PluginKit

/// `external/ipmi`: a node's BMC over IPMI 1.5 or 2.0, through libfreeipmi. The parameters are those of cluster-glue's
/// script of the same name (1.0.12) and some more; what differs stands in docs/DIFFERENCES.md.
private let table = PluginTable(
    type: "external/ipmi", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_READ_BACK,
    deviceID: "IPMI STONITH device",
    text: """
        Power control through a node's BMC by IPMI over LAN. off and on are read back until they are true; a node that
        is off already is a success for off, and is powered on by reset. For a reset that proves the power went away,
        set reset_method=onoff. A reset takes about 10 round trips over lanplus, 4 more while the cipher suite is not
        known yet; a BMC that shares its node's power supply cannot answer when that is gone, so put another device
        behind it in the escalation group.
        """,
    url: "stonith-ipmi(7)", parameters: IPMIParameters.all, warm: { IPMI.warm() },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return IPMI.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum IPMI {
    /// Makes libfreeipmi, libgcrypt and the Swift runtime set up what they need, so that no forked action has to.
    static func warm() {
        ipmi_rmcpplus_init()
        guard let context = ipmi_ctx_create() else { return }
        ipmi_ctx_destroy(context)
        fiid_obj_destroy(cfreeipmi_chassis_status_reply())
        _ = try? Settings(parameter: { rehearsal[$0] }, environment: { _ in nil })
        _ = try? endpoint("127.0.0.1", "623").text
    }

    /// A device that is nobody's: read once while warming, never talked to.
    private static let rehearsal = [
        "hostname": "node", "ipaddr": "127.0.0.1", "userid": "user", "passwd": "password", "interface": "lanplus",
        "remembered.cipher_suite": "3",
    ]

    static func act(_ call: PluginCall) -> Int32 {
        if call.action == STONITH_LIST { return call.list(call.parameters.nodes("hostname"), from: "hostname") }
        let settings: Settings
        do throws(ParameterMistake) {
            settings = try Settings(
                parameter: call.parameter, environment: { name in getenv(name).map { String(cString: $0) } })
        } catch {
            return call.refuse(error)
        }
        guard let task = task(call.action) else {
            return call.fail(STONITH_S_INVAL, "not-supported", "a BMC cannot be asked for that")
        }
        if let refusal = call.refuseTarget(outside: settings.hosts, from: "hostname") { return refusal }
        return carryOut(task, settings, call)
    }

    private static func task(_ action: stonith_action) -> PowerWork.Task? {
        switch action {
        case STONITH_RESET: .reset
        case STONITH_OFF: .off
        case STONITH_ON: .on
        case STONITH_STATUS, STONITH_PROBE: .status
        case STONITH_IDENTIFY: .identify
        default: nil
        }
    }

    private static func carryOut(_ task: PowerWork.Task, _ settings: Settings, _ call: PluginCall) -> Int32 {
        do throws(BMCError) {
            let endpoint = try endpoint(settings.resolvedAddress ?? settings.address, settings.port)
            let speaker = Speaker(call)
            let watch = try Watch(endpoint) { pingSocket in
                PowerWork(
                    task, leavesOff: call.leavesOff, settings, endpoint, call.deadline,
                    rememberedSuite0: call.parameter("remembered.suite_0"),
                    pingSocket: pingSocket, isCancelled: { speaker.isCancelled }, progress: { speaker.say($0) })
            }
            return report(try watch.run(), call)
        } catch {
            return call.fail(error.code, error.cause.rawValue, error.text(settings))
        }
    }

    static func endpoint(_ host: String, _ port: String) throws(BMCError) -> Endpoint {
        try Endpoint(host: host, port: port, .udp) { BMCError(.noSuchHost, $0) }
    }

    private static func report(_ success: PowerWork.Success, _ call: PluginCall) -> Int32 {
        if let identity = success.identity { call.say(STONITH_SAY_IDENTITY, identity) }
        if call.action == STONITH_PROBE, !call.target.isEmpty {
            for life in success.life { call.say(STONITH_SAY_LIFE, life) }
        }
        for hint in success.hints { call.say(STONITH_SAY_HINT, hint) }
        for warning in success.warnings { call.say(STONITH_SAY_WARNING, warning) }
        return call.succeed(success.evidence, success.text.isEmpty ? nil : success.text)
    }

    /// Lets the working thread speak: `say()` is one write of less than PIPE_BUF bytes, so two threads do not mix.
    private struct Speaker: @unchecked Sendable {
        private let call: PluginCall
        init(_ call: PluginCall) { self.call = call }
        var isCancelled: Bool { call.isCancelled }
        func say(_ text: String) { call.say(STONITH_SAY_PROGRESS, text) }
    }
}
