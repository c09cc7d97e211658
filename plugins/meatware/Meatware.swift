import CStonithPlugin
import DeviceParameters
import Glibc
import PluginKit

/// `meatware`: a person resets the node and says so. The FIFO is that of cluster-glue's device of this name (1.0.12),
/// so that its `meatclient` can answer; what differs stands in docs/DIFFERENCES.md.
private let table = PluginTable(
    type: "meatware", kind: STONITH_KIND_PERSON, evidenceMax: STONITH_EVIDENCE_NONE,
    deviceID: "Meatware STONITH device",
    text: """
        Asks a person to reset the node, and waits until meatclient(8) says that it was done. Success rests on that
        person's word and on nothing else. The last device of an escalation group. Here the request waits at the FIFO
        /run/meatware.NODE, where cluster-glue's own meatclient can answer it too. No round trips.
        """,
    url: "stonith-meatware(7)",
    parameters: [
        .init(
            "hostlist", flags: [.required, .listed], "Hosts",
            "The nodes that a person can reset, with blanks or commas between.")
    ],
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return Meatware.act(call)
    })

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? { table.pointer }

enum Meatware {
    static func act(_ call: PluginCall) -> Int32 {
        let hosts = call.parameters.nodes("hostlist")
        guard !hosts.isEmpty else {
            return call.fail(STONITH_S_BADCONFIG, "bad-config", "hostlist is missing or empty: name the nodes in it")
        }
        if let wrong = hosts.first(where: { !isNodeName($0) }) {
            return call.fail(STONITH_S_BADCONFIG, "bad-config", "\(wrong) in hostlist is not the name of a node")
        }
        switch call.action {
        case STONITH_RESET: return ask("reset", "power-cycling", call, hosts)
        case STONITH_OFF: return ask("power off", "powering off", call, hosts)
        case STONITH_STATUS, STONITH_PROBE: return call.succeed()
        case STONITH_LIST: return call.list(hosts, from: "hostlist")
        default:
            return call.fail(STONITH_S_INVAL, "not-supported", "meatware asks a person for reset and off only")
        }
    }

    /// As the toolkit's own names: it becomes part of a file name.
    static func isNodeName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
                default: false
                }
            }
    }

    private static func ask(_ deed: String, _ doing: String, _ call: PluginCall, _ hosts: [String]) -> Int32 {
        let node = call.target
        guard hosts.contains(node) else {
            return call.fail(
                STONITH_S_BADHOST, "wrong-target",
                "\(node) is not in hostlist, which has \(hosts.joined(separator: ", "))")
        }
        do throws(ReplyPipe.Failure) {
            let pipe = try ReplyPipe(for: node)
            call.say(STONITH_SAY_PROGRESS, "OPERATOR INTERVENTION REQUIRED to \(deed) \(node).")
            call.say(STONITH_SAY_PROGRESS, "Run \"meatclient -c \(node)\" AFTER \(doing) the machine.")
            return wait(at: pipe, for: node, call)
        } catch {
            return call.fail(STONITH_S_OOPS, error.cause, error.text)
        }
    }

    private static func wait(at pipe: ReplyPipe, for node: String, _ call: PluginCall) -> Int32 {
        var complaints = 0
        while !call.isCancelled {
            guard !call.deadline.hasPassed else {
                return call.fail(
                    STONITH_S_TIMEOUT, "nobody-answered",
                    "nobody confirmed in time that \(node) was dealt with; ask again with a longer timeout")
            }
            for reply in OperatorReply.replies(in: pipe.read(until: call.deadline), for: node) {
                switch reply {
                case .confirmed: return call.succeed()
                case .strange(let text):
                    complaints += 1
                    if complaints <= complaintsMax { complain(call, node, text) }
                }
            }
        }
        return call.fail(STONITH_S_OOPS, "cancelled", "nobody waits for the answer any more")
    }

    /// A writer that never stops must not use up what an action may say.
    private static let complaintsMax = 20

    private static func complain(_ call: PluginCall, _ node: String, _ text: String) {
        call.say(
            STONITH_SAY_PROGRESS, "what came to the FIFO is no reply for \(node), still waiting for one: \"\(text)\"")
    }
}
