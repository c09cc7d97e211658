/// The texts of `stonith VERB --help` and of misuse.
enum VerbUsage {
    /// Every verb with what it does, for `stonith --help`.
    static var list: String {
        let all = Verb.allCases.map { (operands($0), brief($0)) } + [(JournalCommand.synopsis, JournalCommand.brief)]
        let width = all.map(\.0.count).max() ?? 0
        return all.map { operands, brief in
            let filled = operands + String(repeating: " ", count: width - operands.count)
            return "\t\(filled)  \(brief)\n"
        }.joined()
    }

    static func synopsis(_ verb: Verb) -> String {
        if verb == .console { return "stonith console NODE [--config FILE] [--device ID] [--steal]" }
        if verb == .check { return "stonith check FILE|--policy FILE [--json]" }
        let own = options(verb).map { "[\($0.0)]" }
        return (["stonith \(operands(verb))"] + own + ["[--json] [--socket PATH]"]).joined(separator: " ")
    }

    static func help(_ verb: Verb) -> String {
        let all =
            options(verb) + (verb == .console ? [] : common(verb)) + [("--help", "this text")]
        let width = all.map(\.0.count).max() ?? 0
        let lines = all.map { "  \($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)\n" }.joined()
        return "usage: \(synopsis(verb))\n\n\(text(verb))\n\n\(lines)\n\(exits(verb))\n"
    }

    private static func common(_ verb: Verb) -> [(String, String)] {
        [
            (
                "--json",
                [.fence, .unfence, .watch].contains(verb)
                    ? "JSON objects, one a line, instead of text" : "one JSON object"
            ),
            ("--socket PATH", "of stonithd, instead of STONITH_SOCKET or /run/stonith/stonithd.sock"),
        ]
    }

    private static func operands(_ verb: Verb) -> String {
        switch verb {
        case .fence, .confirm: "\(verb.rawValue) NODE"
        case .cancel: "cancel ID"
        case .unfence: "unfence [NODE]"
        case .history: "history [NODE]"
        case .release: "release [NODE]"
        case .check: "check FILE"
        case .console: "console NODE"
        case .monitor: "monitor DEVICE"
        case .status, .devices, .watch: verb.rawValue
        }
    }

    private static func brief(_ verb: Verb) -> String {
        switch verb {
        case .fence: "have a node fenced, and wait for the outcome"
        case .unfence: "let a node in again that was cut off, or power it on"
        case .cancel: "take a request back"
        case .release: "let held nodes be fenced again"
        case .confirm: "say that you have powered a node off yourself"
        case .status: "what is open, stuck or broken, and who can be fenced how"
        case .devices: "the devices"
        case .history: "what was fenced, by whom and why"
        case .check: "look for mistakes in a configuration"
        case .monitor: "ask a device whether it works"
        case .watch: "show every event as it comes"
        case .console: "the node's serial console, over LAN"
        }
    }

    private static func text(_ verb: Verb) -> String {
        switch verb {
        case .fence:
            """
            Has stonithd fence NODE with the devices of its configuration, level after level until one succeeds,
            and waits for the outcome. Ctrl-C leaves the request running; stonith cancel ID ends it.
            """
        case .unfence:
            """
            Lets NODE, or the node that stonithd runs on, in again to what its devices cut it off from (fence_scsi and
            others whose metadata says automatic, or with meta provides=unfencing): all of them, or it has failed. For
            a node without such devices it is fence --action on. A node runs it at its start, before it uses storage.
            """
        case .cancel: "Takes the request ID back. What runs for it is stopped, if nobody else wants it."
        case .confirm:
            """
            Says that NODE is down because you have powered it off and seen that it is. Every open request for it is
            answered with that. While anything shows that NODE lives its name must be typed on a terminal.
            """
        case .status:
            """
            Shows what is stuck first, then the open requests, the nodes that can be fenced with their levels in the
            order in which they are tried, and the devices that are broken or at work.
            """
        case .release:
            """
            Too many fences in a short time are held (stonith-storm-limit, stonith-loop-limit). This starts the count
            anew, for NODE or for all. What was held is not done; it has to be asked for again.
            """
        case .devices: "Shows the configured devices."
        case .history: "Shows requests, the newest last; for one NODE with every step."
        case .check: "Reads the crm configuration FILE as stonithd would, and shows every mistake. Needs no stonithd."
        case .monitor: "Has stonithd ask DEVICE whether it is able to work. This says nothing of a node's power."
        case .watch: "Shows every event of every request until Ctrl-C."
        case .console:
            """
            Attaches the terminal to NODE's serial console through the BMC of its external/ipmi device; ~. at the
            beginning of a line ends it, ~? lists more. Into a pipe goes plain text. Needs no stonithd, and root.
            """
        }
    }

    private static func options(_ verb: Verb) -> [(String, String)] {
        switch verb {
        case .fence:
            [
                ("--action ACTION", "reset, off or on, instead of the configured stonith-action"),
                ("--reason TEXT", "why, for the log and the history"),
                ("--minimum-evidence E", "silent, accepted or read-back: a success on less does not count"),
                ("--self", "allow the node that stonithd itself runs on"),
                ("--timeout SECONDS", "for all of it, instead of the configured stonith-timeout"),
                ("--id ID", "name the request; the same id again follows the same request"),
                ("--progress", "with --json: every event, not only the last"),
            ]
        case .unfence:
            [
                ("--reason TEXT", "why, for the log and the history"),
                ("--timeout SECONDS", "for all of it, instead of the configured stonith-timeout"),
                ("--id ID", "name the request; the same id again follows the same request"),
                ("--progress", "with --json: every event, not only the last"),
            ]
        case .confirm:
            [
                ("--force", "without a question, whatever shows that the node lives"),
                ("--no-request", "also when nobody waits for it"),
            ]
        case .history:
            [
                ("--limit N", "the newest N requests"),
                ("--console ID", "what the node said on its console before and during request ID, instead"),
            ]
        case .console:
            [
                (
                    "--config FILE",
                    "the configuration that has the device, instead of /etc/stonith/stonith.crm; also -c"
                ),
                ("--device ID", "this one, where the node has several external/ipmi devices"),
                ("--steal", "take the console from whoever has it"),
            ]
        case .check: [("--policy FILE", "a policy, who may do what, instead of a configuration")]
        case .cancel, .release, .status, .devices, .monitor, .watch: []
        }
    }

    private static func exits(_ verb: Verb) -> String {
        let common = "1 misuse, 77 not allowed, 102 no stonithd"
        return switch verb {
        case .unfence:
            """
            exit status: 0 done, 5 failed, 105 no such node, 107 refused, 112 unknown, 124 the time was up,
            \(common)
            """
        case .fence:
            """
            exit status: 0 fenced, 5 failed, 105 no such node, 107 refused, 111 held, 112 unknown, 124 the time was up,
            \(common)
            """
        case .confirm:
            """
            exit status: 0 confirmed, 4 nobody waits for it, 105 no such node, 107 proof of life or not answered yes,
            \(common)
            """
        case .cancel: "exit status: 0 cancelled, 105 no such request, \(common)"
        case .check: "exit status: 0 good, 1 mistakes or misuse"
        case .console: "exit status: 0 ended, 1 misuse, 5 failed or lost, 105 no such device, 107 the console is in use"
        case .monitor: "exit status: 0 works, 1 to 8 as stonith -S, 105 no such device, \(common)"
        case .release, .status, .devices, .history, .watch: "exit status: 0 done, \(common)"
        }
    }
}
