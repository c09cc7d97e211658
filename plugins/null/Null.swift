import CStonithPlugin
import DeviceParameters
import PluginKit

/// `null`: accepts every command and does nothing. For tests of whatever asks it; the field's null plugin is the same.
private let table = PluginTable(
    type: "null", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_ACCEPTED, deviceID: "null device",
    text: """
        A device that accepts every command and does nothing at all: no node is ever fenced by it. For tests of a
        cluster's configuration, never for a cluster with data. No round trips.
        """,
    url: "stonith-null(7)",
    parameters: [
        .init(
            "hostlist", flags: [.required, .listed], "Hosts",
            "The nodes it pretends to control, with blanks or commas between.")
    ],
    // What the Swift runtime sets up at its first use, no forked action has to.
    warm: { _ = ParameterReader { _ in "node, node" }.nodes("hostlist") },
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return Null.pretend(call)
    })

private enum Null {
    static func pretend(_ call: PluginCall) -> Int32 {
        switch call.action {
        case STONITH_RESET, STONITH_OFF, STONITH_ON:
            guard call.parameters.nodes("hostlist").contains(call.target) else {
                return call.fail(STONITH_S_BADHOST, "wrong-target", "\(call.target) is not in hostlist")
            }
            call.say(STONITH_SAY_WARNING, "null does nothing: \(call.target) is as it was")
            return call.succeed(STONITH_EVIDENCE_ACCEPTED)
        case STONITH_LIST: return call.list(call.parameters.nodes("hostlist"), from: "hostlist")
        default:
            return call.succeed()
        }
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }
