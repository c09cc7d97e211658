import ClusterModel
import Wire

/// What an RHCS agent says of itself: from the JSON that `stonith-metadata` makes of its XML.
public struct AgentProfile: Sendable, Equatable {
    public struct Failure: Error, Sendable, Equatable {
        public var text: String
    }

    public var description: DeviceDescription
    public var facts: AgentFacts

    public static let bytesMax = 1024 * 1024
    private static let entriesMax = 512

    public init(_ type: DeviceType, json bytes: ArraySlice<UInt8>) throws(Failure) {
        let value: JSONValue
        do { value = try JSONValue(reading: bytes, bounds: JSONValue.Bounds(bytesMax: Self.bytesMax)) } catch {
            throw Failure(text: "the metadata of \(type) is no JSON: \(error)")
        }
        let members = ProfileMembers(value: value, type: type)
        let entries = try members.objects("parameters", atMost: Self.entriesMax).map(Entry.init)
        facts = try Self.facts(members, entries)
        description = DeviceDescription(
            type: type.description, deviceID: try members.string("brief"), text: try members.string("text"),
            url: try members.string("url"), kind: .power(evidenceMax: RHCSAgent(type, facts).evidenceMax()),
            parameters: entries.map(\.parameter))
    }

    private static func facts(_ members: ProfileMembers, _ entries: [Entry]) throws(Failure) -> AgentFacts {
        var facts = AgentFacts()
        for action in try members.objects("actions", atMost: entriesMax) {
            let name = try action.string("name")
            facts.actions.insert(name)
            guard name == "on" else { continue }
            facts.onIsAutomatic = try action.flag("automatic")
            facts.onRunsOnTarget = try action.flag("on-target")
        }
        facts.plugParameter = AgentFacts.PlugParameter.allCases.first { plug in
            entries.contains { $0.parameter.name == plug.rawValue }
        }
        facts.plugIsRequired = entries.contains {
            $0.parameter.name == facts.plugParameter?.rawValue && $0.isRequired
        }
        let names = Set(entries.map(\.parameter.name))
        facts.plugCanBeAddress = names.contains("port_as_ip")
        facts.takesNodeName = names.contains("nodename")
        facts.methodDefault = entries.first { $0.parameter.name == "method" }?.parameter.fallback
        for entry in entries {
            if let old = entry.obsoletes { facts.replacements[old] = entry.parameter.name }
        }
        return facts
    }

    private struct Entry {
        var parameter: DeviceDescription.Parameter
        var obsoletes: String?
        /// In the agent's eyes.
        var isRequired: Bool

        /// What the daemon gives the agent itself is not asked of an operator.
        private static let given: Set<String> = ["action", "plug", "port", "nodename", "nodeid"]

        init(_ members: ProfileMembers) throws(Failure) {
            let name = try members.string("name")
            let isOld = try members.flag("deprecated")
            isRequired = try members.flag("required")
            parameter = DeviceDescription.Parameter(
                name: name, type: try members.string("type"), fallback: try members.text("default"),
                brief: try members.string("brief"), text: try members.string("brief"),
                isRequired: isRequired && !isOld && !Self.given.contains(name),
                isListed: !isOld && !RHCSAgent.isAction(name), isSecret: Parameter.isSecret(name),
                isUnique: try members.flag("unique"))
            obsoletes = try members.text("obsoletes")
        }
    }
}

/// The members of an object, of the type that is expected of each.
private struct ProfileMembers {
    let value: JSONValue
    let type: DeviceType

    func text(_ name: String) throws(AgentProfile.Failure) -> String? {
        switch value[name] {
        case .string(let text): text
        case .null, nil: nil
        default: throw wrong(name)
        }
    }

    func string(_ name: String) throws(AgentProfile.Failure) -> String {
        guard let text = try text(name) else { throw wrong(name) }
        return text
    }

    func flag(_ name: String) throws(AgentProfile.Failure) -> Bool {
        guard case .bool(let flag) = value[name] else { throw wrong(name) }
        return flag
    }

    func objects(_ name: String, atMost limit: Int) throws(AgentProfile.Failure) -> [ProfileMembers] {
        guard case .array(let values) = value[name], values.count <= limit else { throw wrong(name) }
        return values.map { ProfileMembers(value: $0, type: type) }
    }

    private func wrong(_ name: String) -> AgentProfile.Failure {
        AgentProfile.Failure(text: "the metadata of \(type) has no usable “\(name)”")
    }
}
