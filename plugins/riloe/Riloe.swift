import CStonithPlugin
import DeviceParameters
import HTTPClient
import PluginKit
import RIBCL

/// `external/riloe`: a node's RILOE or iLO 1 to 4 by RIBCL over TLS, through libcurl and libxml2. The parameters are
/// those of cluster-glue's script of the same name (1.0.12) and some more; what differs stands in docs/DIFFERENCES.md.
private let table = PluginTable(
    type: "external/riloe", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_READ_BACK,
    deviceID: "HP iLO STONITH device",
    text: """
        Power control through an HP RILOE, iLO, iLO 2, 3 or 4 by RIBCL over TLS. off and on are read back until they are
        true. A reset is off, read back, on, read back; with ilo_can_reset=1 it is the board's own reset, which rests
        on the board's word. A node that is off already is a success for off, and is powered on by reset. An exchange
        is one round trip, and a connection three more: a reset takes about five, or four with ilo_can_reset=1, while
        the board keeps its connection. A board without power cannot answer, so put another device behind it in the
        escalation group.
        """,
    url: "stonith-riloe(7)", parameters: RiloeParameters.all, warm: { Riloe.warm() },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return Riloe.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum Riloe {
    /// Makes libcurl, OpenSSL, libxml2 and the Swift runtime set up what they need, so that no forked action has to.
    static func warm() {
        HTTPClient.warm()
        RIBCLReply.warm()
        _ = try? RiloeSettings { rehearsal[$0] }
    }

    /// A device that is nobody's: read once while warming, never talked to.
    private static let rehearsal = ["hostlist": "node", "ilo_hostname": "127.0.0.1", "ilo_password": "password"]

    static func act(_ call: PluginCall) -> Int32 {
        if call.action == STONITH_LIST { return call.list(RiloeSettings.hosts(call.parameters), from: "hostlist") }
        let settings: RiloeSettings
        let tls: TLSParameters
        do throws(ParameterMistake) {
            settings = try RiloeSettings(parameter: call.parameter)
            tls = try TLSParameters(parameter: call.parameter)
        } catch {
            return call.refuse(error)
        }
        guard let task = task(call) else {
            return call.fail(STONITH_S_INVAL, "not-supported", "an iLO cannot be asked for that")
        }
        if let refusal = call.refuseTarget(outside: settings.hosts, from: "hostlist") { return refusal }
        for warning in settings.warnings + tls.warnings { call.say(STONITH_SAY_WARNING, warning) }
        return carryOut(task, settings, tls, call)
    }

    private static func task(_ call: PluginCall) -> PowerPlan.Task? {
        switch call.action {
        case STONITH_RESET: .reset(leavesOff: call.leavesOff)
        case STONITH_OFF: .off
        case STONITH_ON: .on
        case STONITH_STATUS, STONITH_PROBE: .status
        case STONITH_IDENTIFY: .identify
        default: nil
        }
    }

    private static func carryOut(
        _ task: PowerPlan.Task, _ settings: RiloeSettings, _ tls: TLSParameters, _ call: PluginCall
    ) -> Int32 {
        let plan = PowerPlan(task, usesButton: settings.usesButton, canReset: settings.canReset)
        var work = RiloeWork(
            plan, settings, http(settings, tls), call.deadline, isCancelled: { call.isCancelled },
            progress: { call.say(STONITH_SAY_PROGRESS, $0) })
        do throws(BoardError) {
            let success = try work.run()
            if let way = work.way { call.say(STONITH_SAY_HINT, "ribcl=\(way.rawValue)") }
            return report(success, work, call)
        } catch {
            return call.fail(error.code, error.word, error.text(settings))
        }
    }

    private static func http(_ settings: RiloeSettings, _ tls: TLSParameters) -> HTTPSettings {
        HTTPSettings(
            origin: HTTPOrigin(
                host: settings.address, port: settings.port, resolvedAddress: settings.resolvedAddress),
            trust: tls.trust, allowsOldTLS: tls.allowsOldTLS,
            proxy: settings.proxyHost.map { ($0, settings.proxyPort) })
    }

    private static func report(_ success: PowerPlan.Success, _ work: RiloeWork, _ call: PluginCall) -> Int32 {
        if let uuid = success.uuid { call.say(STONITH_SAY_IDENTITY, uuid) }
        if call.action == STONITH_PROBE, !call.target.isEmpty, success.isOn == true {
            call.say(STONITH_SAY_LIFE, "its power is on")
        }
        if let failure = success.butNotOn {
            let error = work.error(failure)
            let text = "it could not be powered on again: \(error.text(work.settings))"
            call.say(STONITH_SAY_WARNING, error.cause == .link(.cancelled) ? "cancelled: it is left off" : text)
        }
        return call.succeed(evidence(success), success.text.isEmpty ? nil : success.text)
    }

    private static func evidence(_ success: PowerPlan.Success) -> stonith_evidence {
        switch success.evidence {
        case .none: STONITH_EVIDENCE_NONE
        case .accepted: STONITH_EVIDENCE_ACCEPTED
        case .readBack: STONITH_EVIDENCE_READ_BACK
        }
    }
}
