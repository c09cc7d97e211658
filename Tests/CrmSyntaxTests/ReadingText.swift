import ClusterModel
import CrmSyntax

/// A reading as text, for comparison: one line a device and a level, then the diagnostics as an operator sees them.
enum ReadingText {
    static func of(_ reading: CrmSyntax.Reading) -> String {
        let configuration = reading.configuration
        var lines = ["action \(configuration.action.name), \(configuration.timeoutMilliseconds) ms"]
        lines.append("nodes: " + configuration.nodes.map(\.description).joined(separator: " "))
        lines += configuration.devices.map(device)
        lines += configuration.topology.map { level in
            "level \(level.index) of \(level.target?.description ?? "all"): \(level.devices.joined(separator: ","))"
        }
        lines += configuration.alerts.flatMap(alert)
        let diagnostics = reading.rendered(file: "x.crm")
        return lines.joined(separator: "\n") + "\n" + (diagnostics.isEmpty ? "" : "\n" + diagnostics)
    }

    private static func alert(_ alert: AlertConfiguration) -> [String] {
        let kinds = alert.kinds.map(\.rawValue).sorted().joined(separator: " ")
        return ["alert \(alert.id) \(alert.path), of \(kinds)"]
            + alert.recipients.map { recipient in
                "    to [\(recipient.value)] within \(recipient.timeoutMilliseconds) ms, time as "
                    + "\(recipient.timestampFormat)"
                    + recipient.attributes.map { ", \($0.name)=[\($0.value.reveal())]" }.joined()
            }
    }

    private static func rules(_ rules: AgentRules) -> String {
        var words: [String] = []
        for (node, plugs) in rules.plugs.sorted(by: { $0.key.description < $1.key.description }) {
            words.append("\(node) is " + plugs.map { "[\($0)]" }.joined(separator: " and "))
        }
        if let check = rules.hostCheck { words.append("check \(check.rawValue)") }
        if let argument = rules.hostArgument { words.append("argument \(argument)") }
        if rules.hasNoHostArgument { words.append("no argument") }
        for action in AgentAction.allCases {
            if let word = rules.actionWords[action] { words.append("\(action.name) as \(word)") }
            if let time = rules.timeoutsMilliseconds[action] { words.append("\(action.name) within \(time) ms") }
            if let tries = rules.retries[action] { words.append("\(action.name) \(tries) times") }
        }
        for (node, time) in rules.delaysMilliseconds.sorted(by: { $0.key.description < $1.key.description }) {
            words.append("delay for \(node) \(time) ms")
        }
        if rules.actionLimit != 1 { words.append("\(rules.actionLimit) at once") }
        if rules.providesUnfencing { words.append("unfences") }
        return words.isEmpty ? "" : "\n    rules: " + words.joined(separator: ", ")
    }

    private static func device(_ device: DeviceConfiguration) -> String {
        var text = "\(device.id) \(device.type)"
        if let group = device.group { text += " in \(group)" }
        text += ", priority \(device.priority)"
        if let time = device.timeoutMilliseconds { text += ", \(time) ms" }
        if device.delayMaxMilliseconds + device.delayBaseMilliseconds > 0 {
            text += ", delay \(device.delayBaseMilliseconds) to \(device.delayMaxMilliseconds) ms"
        }
        switch device.targets {
        case .listed(let nodes): text += ", for " + nodes.map(\.description).joined(separator: " ")
        case .askAgent: text += ", asks the agent"
        }
        for ban in device.bans {
            switch ban {
            case .on(let node): text += ", not on \(node)"
            case .everywhereBut(let node): text += ", only on \(node)"
            }
        }
        return text + rules(device.agentRules)
            + device.parameters.map { "\n    \($0.name)=[\($0.value.reveal())]" }.joined()
    }
}
