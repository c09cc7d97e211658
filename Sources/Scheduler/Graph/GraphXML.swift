import ClusterModel

/// A graph as XML, with the elements and attributes of Pacemaker 2.1.5's, so that another executor could read it.
public struct GraphXML {
    private let conditions: ClusterConditions
    private let table: ActionTable
    private let graph: TransitionGraph
    private let parameters: ActionParameters
    private let properties: NameTable

    public init(_ schedule: Schedule, of cib: CIB) {
        conditions = schedule.conditions
        table = schedule.actions
        graph = schedule.graph
        parameters = ActionParameters(conditions: conditions, table: table)
        var properties = NameTable()
        conditions.reading.read(cib.configuration.properties, first: "cib-bootstrap-options", into: &properties)
        self.properties = properties
    }

    /// The whole document, with a line feed at its end.
    public var text: String {
        var text = header
        for (place, synapse) in graph.synapses.enumerated() { add(synapse, place, to: &text) }
        return text + "</transition_graph>\n"
    }

    private var header: String {
        let delay = properties["cluster-delay"] ?? "60s"
        let fencing = properties["stonith-timeout"] ?? "60s"
        let startOffset = conditions.options.startFailureIsFatal ? "INFINITY" : "1"
        var text = "<transition_graph cluster-delay=\"\(XMLText.escaped(delay))\""
        text += " stonith-timeout=\"\(XMLText.escaped(fencing))\" failed-stop-offset=\"INFINITY\""
        text += " failed-start-offset=\"\(startOffset)\""
        text += " batch-limit=\"\(XMLText.escaped(properties["batch-limit"] ?? "0"))\" transition_id=\"0\""
        if let limit = properties["migration-limit"], let count = ValueText.number(limit), count > 0 {
            text += " migration-limit=\"\(XMLText.escaped(limit))\""
        }
        return text + ">\n"
    }

    private func add(_ synapse: Synapse, _ place: Int, to text: inout String) {
        let priority = synapse.priority > 0 ? " priority=\"\(synapse.priority)\"" : ""
        text += "  <synapse id=\"\(place)\"\(priority)>\n    <action_set>\n"
        addDetailed(synapse.action, to: &text)
        text += "    </action_set>\n"
        let inputs = (synapse.inputs.map { graph.synapses[Int($0)].action } + synapse.missing).sorted()
        if inputs.isEmpty {
            text += "    <inputs/>\n"
        } else {
            text += "    <inputs>\n"
            for input in inputs { text += "      <trigger>\n        <\(head(of: input))/>\n      </trigger>\n" }
            text += "    </inputs>\n"
        }
        text += "  </synapse>\n"
    }

    private func addDetailed(_ index: ActionIndex, to text: inout String) {
        let action = table.actions[index]
        text += "      <\(head(of: index))>\n"
        if let resource = action.resource, !action.isPseudo { text += "        <\(primitive(resource))/>\n" }
        text += "        <attributes"
        for pair in parameters.values(of: index) { text += " \(pair.name)=\"\(XMLText.escaped(pair.value))\"" }
        text += "/>\n"
        if let node = action.node, action.task == .shutdown || action.task == .fence {
            let id = XMLText.escaped(conditions.nodes[node].id)
            text += "        <downed>\n          <node id=\"\(id)\"/>\n        </downed>\n"
        }
        text += "      </\(element(action))>\n"
    }

    private func element(_ action: Action) -> String {
        switch action.task {
        case .fence where !action.isPseudo, .shutdown, .clearFailures: "crm_event"
        default: action.isPseudo ? "pseudo_event" : "rsc_op"
        }
    }

    /// The element's name and attributes.
    private func head(of index: ActionIndex) -> String {
        let action = table.actions[index]
        let key = table.key(of: index, fencingAction: conditions.options.fencingAction)
        var text =
            "\(element(action)) id=\"\(index.number)\" operation=\"\(XMLText.escaped(table.text(of: action.task)))\""
        if let name = action.resource.flatMap({ conditions.resources[$0].historyName }) {
            let shared = "\(name)_\(table.text(of: action.keyTask))_\(action.intervalMilliseconds)"
            text += " operation_key=\"\(XMLText.escaped(shared))\" internal_operation_key=\"\(XMLText.escaped(key))\""
        } else {
            text += " operation_key=\"\(XMLText.escaped(key))\""
        }
        if let node = action.node, !action.isPseudo || action.task == .fence {
            text += " on_node=\"\(XMLText.escaped(conditions.nodes[node].name))\""
            text += " on_node_uuid=\"\(XMLText.escaped(conditions.nodes[node].id))\""
        }
        return text
    }

    /// An instance of a clone goes by the name of what is cloned; its own name is the long one.
    private func primitive(_ resource: ResourceIndex) -> String {
        let state = conditions.resources[resource]
        let definition = conditions.definitions[state.definition].attributes
        let own = XMLText.escaped(state.id)
        var text = "primitive id=\"\(own)\""
        if state.isOrphan, let name = state.historyName {
            text = "primitive id=\"\(XMLText.escaped(name))\" long-id=\"\(own)\""
        } else if state.instance != nil, let id = definition["id"] {
            let long = state.historyName.flatMap { $0 == id ? nil : XMLText.escaped($0) } ?? own
            text = "primitive id=\"\(XMLText.escaped(id))\" long-id=\"\(long)\""
        }
        for name in ["class", "provider", "type"] {
            if let value = definition[name] { text += " \(name)=\"\(XMLText.escaped(value))\"" }
        }
        return text
    }
}
