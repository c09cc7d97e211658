import CStonithPlugin
import DeviceParameters
import LibvirtClient
import LibvirtCore
import PluginKit

/// `external/libvirt`: nodes that are domains of a hypervisor, through libvirt. The parameters are those of
/// cluster-glue's script of the same name (1.0.12) and some more; what differs stands in docs/DIFFERENCES.md.
private let table = PluginTable(
    type: "external/libvirt", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_READ_BACK,
    deviceID: "libvirt STONITH device",
    text: """
        Power control of nodes that are virtual machines of a hypervisor (QEMU/KVM, Xen and others), through libvirt. \
        off and on are read back; a reset is off, read back, on, or the domain's reset button with \
        reset_method=reboot. Over ssh a key without passphrase and a known host key are needed: nobody is ever asked. \
        A reset takes 10 round trips, half of them to connect. A hypervisor that is dead cannot say that its \
        domains are off: put a device that powers the hypervisor itself behind it in the escalation group.
        """,
    url: "stonith-libvirt(7)", parameters: LibvirtParameters.all, warm: { LibvirtLibrary.warm() },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return Libvirt.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum Libvirt {
    static func act(_ call: PluginCall) -> Int32 {
        do throws(ParameterMistake) {
            if call.action == STONITH_LIST {
                let domains = try Settings.domains(call.parameter("hostlist") ?? "")
                return call.list(domains.map(\.node), from: "hostlist")
            }
            let settings = try Settings(parameter: call.parameter)
            guard let task = task(call.action) else {
                return call.fail(STONITH_S_INVAL, "not-supported", "a hypervisor cannot be asked for that")
            }
            let nodes = settings.domains.map(\.node)
            if let refusal = call.refuseTarget(outside: nodes, from: "hostlist") { return refusal }
            return carryOut(task, settings, call)
        } catch {
            return call.refuse(error)
        }
    }

    private static func task(_ action: stonith_action) -> PowerSteps.Task? {
        switch action {
        case STONITH_RESET: .reset
        case STONITH_OFF: .off
        case STONITH_ON: .on
        case STONITH_STATUS, STONITH_PROBE: .status
        case STONITH_IDENTIFY: .identify
        default: nil
        }
    }

    private static func carryOut(_ task: PowerSteps.Task, _ settings: Settings, _ call: PluginCall) -> Int32 {
        let domain = settings.domain(of: call.target)
        guard domain != nil || [.status, .identify].contains(task) else {
            return call.fail(STONITH_S_BADHOST, "wrong-target", "no node was named: nothing was sent")
        }
        for warning in settings.uri.warnings { call.say(STONITH_SAY_WARNING, warning) }
        do throws(HypervisorError) {
            try LibvirtLibrary.prepareProcess()
            return report(try Watch(task, domain, settings, call.deadline, call).run(), call)
        } catch {
            return call.fail(error.code, error.cause.rawValue, error.text(settings))
        }
    }

    private static func report(_ outcome: PowerOutcome, _ call: PluginCall) -> Int32 {
        if let identity = outcome.identity { call.say(STONITH_SAY_IDENTITY, identity) }
        if call.action == STONITH_PROBE, !call.target.isEmpty {
            for life in outcome.life { call.say(STONITH_SAY_LIFE, life) }
        }
        for warning in outcome.warnings { call.say(STONITH_SAY_WARNING, warning) }
        return call.succeed(outcome.evidence, outcome.text.isEmpty ? nil : outcome.text)
    }
}
