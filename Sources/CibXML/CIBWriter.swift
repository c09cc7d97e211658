import ClusterModel

/// Writes a CIB as XML that Pacemaker's schema 3.9 allows, if the values do. The sections come in Pacemaker's order,
/// what is unknown at the end of its section.
public enum CIBWriter {
    public static func write(_ cib: CIB) -> [UInt8] {
        var text = XMLText()
        text.element("cib", cib.attributes) { text in
            text.add(cib.configuration, unknown: cib.unknown)
            let attributes = cib.unknown.attributes(of: "status") ?? [:]
            text.element("status", attributes, isEmpty: cib.nodeStates.isEmpty && !cib.unknown.has("status")) {
                for state in cib.nodeStates { $0.add(state) }
                $0.add(cib.unknown, of: "status")
            }
            text.add(cib.unknown, of: "cib")
        }
        return text.bytes
    }

    /// One element with all that stands in it.
    public static func write(_ element: XMLElement) -> [UInt8] {
        var text = XMLText()
        text.add(element)
        return text.bytes
    }
}

extension XMLText {
    mutating func add(_ unknown: [UnknownElement], of section: String) {
        for element in unknown where element.section == section && !element.xml.isEmpty { raw(element.xml) }
    }

    mutating func add(_ element: XMLElement) {
        guard !element.children.contains(where: { if case .text = $0 { true } else { false } }) else {
            return raw(XMLElement.Node.element(element).xml)
        }
        self.element(element.name, element.attributes, isEmpty: element.children.isEmpty) { text in
            for child in element.children {
                if case .element(let element) = child { text.add(element) } else { text.raw(child.xml) }
            }
        }
    }

    fileprivate mutating func add(_ configuration: CIBConfiguration, unknown: [UnknownElement]) {
        element("configuration", unknown.attributes(of: "configuration") ?? [:]) { text in
            text.section("crm_config", configuration, configuration.properties) { $0.add($1, "cluster_property_set") }
            text.section("nodes", configuration, configuration.nodes) { $0.add($1) }
            text.section("resources", configuration, configuration.resources) { $0.add($1) }
            text.section("constraints", configuration, configuration.constraints) { $0.add($1) }
            text.optional("fencing-topology", configuration, configuration.fencingLevels) {
                $0.leaf("fencing-level", $1)
            }
            text.optional("tags", configuration, configuration.tags) { $0.add($1) }
            text.optional("rsc_defaults", configuration, configuration.resourceDefaults) {
                $0.add($1, "meta_attributes")
            }
            text.optional("op_defaults", configuration, configuration.operationDefaults) {
                $0.add($1, "meta_attributes")
            }
            text.add(configuration.unknown, of: "configuration")
            text.add(unknown, of: "configuration")
        }
    }

    /// One that is written even when it is empty: the schema wants it.
    private mutating func section<Item>(
        _ name: String, _ configuration: CIBConfiguration, _ items: [Item], _ add: (inout XMLText, Item) -> Void
    ) {
        let attributes = configuration.unknown.attributes(of: name) ?? [:]
        element(name, attributes, isEmpty: items.isEmpty && !configuration.unknown.has(name)) { text in
            for item in items { add(&text, item) }
            text.add(configuration.unknown, of: name)
        }
    }

    private mutating func optional<Item>(
        _ name: String, _ configuration: CIBConfiguration, _ items: [Item], _ add: (inout XMLText, Item) -> Void
    ) {
        guard !items.isEmpty || configuration.unknown.has(name) else { return }
        section(name, configuration, items, add)
    }
}

extension [UnknownElement] {
    /// Whether there is anything of that section.
    func has(_ section: String) -> Bool { contains { $0.section == section } }

    /// Those that were kept of the section itself.
    func attributes(of section: String) -> ElementAttributes? {
        let kept = filter { $0.section == section && !$0.attributes.isEmpty }
        guard var attributes = kept.first?.attributes else { return nil }
        for more in kept.dropFirst() { attributes.merge(more.attributes) }
        return attributes
    }
}
