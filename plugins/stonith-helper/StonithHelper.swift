import CStonithPlugin
import DeviceParameters
import Glibc
import HelperCore
import PluginKit

/// `external/stonith-helper`: no device, but what comes before one. It finds out whether the target is dead already,
/// and makes the standby node wait, so that of two nodes that have lost each other the active one shoots first.
private let table = PluginTable(
    type: "external/stonith-helper", kind: STONITH_KIND_CHECK, evidenceMax: STONITH_EVIDENCE_SILENT,
    deviceID: "dead check and standby wait before other devices",
    text: """
        Asks every address of the target by ICMP echo. All silent, while a witness answers: the target is \
        dead, and that is success. Otherwise it fails, so that the next device of the escalation group acts: \
        at once on the active node, after standby_wait_time on the standby node. Give it the first priority \
        of the group. It switches no power. The timeout must exceed dead_check_trialcount seconds, \
        standby_check_timeout and standby_wait_time together.
        """,
    url: "stonith-stonith-helper(7)", parameters: HelperParameters.all,
    warm: { _ = try? Settings(parameter: { _ in nil }) },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return StonithHelper.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum StonithHelper {
    static func act(_ call: PluginCall) -> Int32 {
        do throws(ParameterMistake) {
            let settings = try Settings(parameter: call.parameter)
            switch call.action {
            case STONITH_LIST: return call.list(settings.hosts, from: "hostlist")
            case STONITH_STATUS, STONITH_PROBE: return try status(settings, call)
            case STONITH_RESET, STONITH_OFF: return try shoot(settings, call)
            default:
                return call.fail(
                    STONITH_S_INVAL, "not-supported",
                    "stonith-helper switches no power: it only finds out whether a node is dead")
            }
        } catch {
            return call.refuse(error)
        }
    }

    /// The parameters, and what of this node they name. Sends nothing, but for a probe.
    private static func status(_ settings: Settings, _ call: PluginCall) throws(ParameterMistake) -> Int32 {
        if let refusal = call.refuseTarget(outside: settings.hosts, from: "hostlist") { return refusal }
        let node = LocalInterfaces()
        try settings.checkAddresses(own: node.isOwn)
        try checkInterfaces(settings, node)
        try CommandSearch.check(settings)
        if settings.runsDeadCheck, witnesses(settings, node).isEmpty {
            call.say(STONITH_SAY_WARNING, CheckMessage.noWitnessWarning)
        }
        if call.action == STONITH_PROBE, !call.target.isEmpty, !settings.targets.isEmpty { probe(settings, call) }
        return call.succeed()
    }

    private static func checkInterfaces(_ settings: Settings, _ node: LocalInterfaces) throws(ParameterMistake) {
        for address in settings.targets + (settings.witnesses ?? []) {
            if let interface = address.interface, !node.has(interface) {
                throw ParameterMistake("\(address.text): this node has no interface \(interface)")
            }
        }
    }

    private static func probe(_ settings: Settings, _ call: PluginCall) {
        for address in deadCheck(settings, [], call).addressesThatAnswer() {
            call.say(STONITH_SAY_LIFE, "\(address.text) answers")
        }
    }

    private static func shoot(_ settings: Settings, _ call: PluginCall) throws(ParameterMistake) -> Int32 {
        if let refusal = call.refuseTarget(outside: settings.hosts, from: "hostlist") { return refusal }
        let node = LocalInterfaces()
        try settings.checkAddresses(own: node.isOwn)
        let escalation = Escalation(call)
        guard settings.runsDeadCheck else {
            return escalation.handOn(settings, "not-checked", "run_dead_check=no: \(call.target) is taken for alive")
        }
        switch deadCheck(settings, witnesses(settings, node), call).run() {
        case .dead(let silent, let witness)?:
            return call.succeed(
                STONITH_EVIDENCE_SILENT,
                CheckMessage.dead(call.target, silent: silent, witness: witness, trials: settings.trials))
        case .alive(let address)?:
            return escalation.handOn(settings, "alive", CheckMessage.alive(call.target, address))
        case .cannotTell(let doubt)?:
            return escalation.handOn(settings, "cannot-tell", CheckMessage.cannotTell(call.target, doubt))
        case nil: return escalation.cancelled()
        }
    }

    private static func deadCheck(
        _ settings: Settings, _ witnesses: [EchoAddress], _ call: PluginCall
    ) -> DeadCheckRun {
        DeadCheckRun(
            settings: settings, witnesses: witnesses, deadline: call.deadline,
            isCancelled: { call.isCancelled }, progress: { call.say(STONITH_SAY_PROGRESS, $0) })
    }

    private static func witnesses(_ settings: Settings, _ node: LocalInterfaces) -> [EchoAddress] {
        settings.witnesses(gateways: settings.witnesses == nil ? DefaultGateways.read() : [], own: node.isOwn)
    }
}
