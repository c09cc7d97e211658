import ClusterModel

/// Holds a configuration against the grammar, and says where it differs.
struct GrammarReview {
    /// More than anybody reads.
    static let findingsMax = 500

    private(set) var findings: [Diagnostic] = []
    private var ids: [String: Int] = [:]
    private var references: [(element: XMLElement, attribute: String, id: String)] = []

    /// - Parameter cib: the whole, of today's form.
    static func findings(_ cib: XMLElement) -> [Diagnostic] {
        var review = GrammarReview()
        review.look(atRoot: cib)
        return review.findings
    }

    private mutating func look(atRoot cib: XMLElement) {
        for name in ["admin_epoch", "epoch", "num_updates"] {
            check(cib, name, cib[name], Grammar.Attribute(value: .natural, isNeeded: true))
        }
        guard let configuration = cib.elements.first(where: { $0.name == "configuration" }) else {
            return complain(cib, "there is no configuration in it", "add <configuration>")
        }
        for part in cib.elements where part.name != "configuration" && part.name != "status" {
            complain(part, "it may not stand in <cib>", "remove it")
        }
        checkDoubled(cib.elements)
        checkDoubled(configuration.elements)
        for name in ["crm_config", "nodes", "resources", "constraints"]
        where !configuration.elements.contains(where: { $0.name == name }) {
            complain(configuration, "there is no \(name) in it", "add <\(name)/>")
        }
        look(at: configuration)
        resolveReferences()
    }

    /// Of which each may stand there once.
    private mutating func checkDoubled(_ sections: [XMLElement]) {
        var lines: [String: Int] = [:]
        for section in sections {
            guard let first = lines.updateValue(section.line, forKey: section.name) else { continue }
            complain(section, "it stands already in line \(first)", "put both together")
        }
    }

    private mutating func resolveReferences() {
        let open = references.filter { ids[$0.id] == nil }.prefix(Self.findingsMax)
        let known = open.isEmpty ? [] : ids.keys.sorted()
        for reference in open {
            let near = NearestName.of(reference.id, among: known)
            complain(
                reference.element, "\(reference.attribute) names \"\(reference.id)\", and nothing has that id",
                near.map { "\($0)?" } ?? "define it, or remove this")
        }
    }

    private mutating func look(at element: XMLElement) {
        guard let rules = Grammar.elements[element.name] else { return collect(element) }
        for pair in element.attributes.pairs {
            guard let attribute = rules.attributes[pair.name] else {
                let near = NearestName.of(pair.name, among: rules.attributes.keys.sorted())
                complain(element, "it has no attribute \(pair.name)", near.map { "\($0)?" } ?? "remove it")
                continue
            }
            check(element, pair.name, pair.value, attribute)
        }
        let missing = rules.attributes.filter { $1.isNeeded && element[$0] == nil }
        for name in missing.keys.sorted() { complain(element, "the attribute \(name) is missing", "add it") }
        for names in rules.alternatives where !names.contains(where: { element[$0] != nil }) {
            complain(element, "the attribute \(names.joined(separator: " or ")) is missing", "add it")
        }
        lookInside(element, rules)
        if element.name == "primitive" || element.name == "template" { checkAgent(element) }
        if element.name == "cluster_property_set" { checkOldNames(in: element) }
        if ConstraintDefinition.Kind(rawValue: element.name) != nil { checkEnds(of: element) }
    }

    private mutating func lookInside(_ element: XMLElement, _ rules: Grammar.Element) {
        let refersOnly = element["id-ref"] != nil && element["id"] == nil
        if !rules.needed.isEmpty, !refersOnly, !element.elements.contains(where: { rules.needed.contains($0.name) }) {
            complain(element, "there is no \(rules.needed.sorted().joined(separator: " or ")) in it", "add one")
        }
        for child in element.children {
            switch child {
            case .element(let child) where rules.children.contains(child.name): look(at: child)
            case .element(let child):
                let near = NearestName.of(child.name, among: rules.children.sorted())
                let advice = near.map { "<\($0)>?" } ?? "remove it"
                complain(child, "it may not stand in <\(element.name)>", advice)
            case .text: complain(element, "text stands where only elements may", "remove it")
            case .comment: continue
            }
        }
    }

    /// Ids in what is not looked at: access lists, alerts, and what bundles have.
    private mutating func collect(_ element: XMLElement) {
        if let id = element["id"], !["role", "acl_target"].contains(element.name) { note(element, id) }
        for child in element.elements { collect(child) }
    }

    private mutating func note(_ element: XMLElement, _ id: String) {
        guard let first = ids.updateValue(element.line, forKey: id) else { return }
        complain(element, "the id stands already in line \(first)", "each id must be different")
    }

    private mutating func check(_ element: XMLElement, _ name: String, _ value: String?, _ rule: Grammar.Attribute) {
        guard let value else {
            if rule.isNeeded { complain(element, "the attribute \(name) is missing", "add it") }
            return
        }
        if let wanted = rule.value.complaint(value) {
            complain(element, "\(name) is \"\(value)\"", "it must be \(wanted)")
        } else if rule.value == .id {
            note(element, value)
        } else if rule.value == .reference {
            references.append((element, name, value))
        }
    }

    private mutating func checkAgent(_ element: XMLElement) {
        guard element["class"] == "ocf", element["provider"] == nil else { return }
        complain(element, "an agent of class ocf has a provider, and none is named", "provider=\"heartbeat\"?")
    }

    /// Names, and one value, that the schema leaves out since something else took their place.
    private mutating func checkOldNames(in set: XMLElement) {
        for pair in set.elements where pair.name == "nvpair" {
            guard let name = pair["name"], let renaming = Renaming.property(name, value: pair["value"]) else {
                continue
            }
            let advice =
                switch renaming {
                case .to(let new), .becomes(let new, _): "\(new)?"
                case .resourceDefault(let new, _): "set \(new) in rsc_defaults"
                case .operationDefault(let new): "set \(new) in op_defaults"
                case .dropped(let why): "remove it: \(why)"
                }
            let what = name == "cluster-infrastructure" ? "this value of \(name)" : "the cluster option \(name)"
            complain(pair, "\(what) is not allowed any more", advice)
        }
    }

    /// Each end of a constraint is named, or it has sets.
    private mutating func checkEnds(of element: XMLElement) {
        let hasSets = element.elements.contains { $0.name == "resource_set" }
        let ends: [[String]] =
            switch element.name {
            case "rsc_location": [["rsc", "rsc-pattern"]]
            case "rsc_colocation": [["rsc"], ["with-rsc"]]
            case "rsc_order": [["first"], ["then"]]
            default: [["rsc"]]
            }
        for names in ends where !hasSets && !names.contains(where: { element[$0] != nil }) {
            complain(element, "it has no \(names.joined(separator: " or ")), and no resource_set", "add one")
        }
        guard element.name == "rsc_location", !element.elements.contains(where: { $0.name == "rule" }) else { return }
        for name in ["node", "score"] where element[name] == nil {
            complain(element, "it has no \(name), and no rule", "add one")
        }
    }

    private mutating func complain(_ element: XMLElement, _ text: String, _ advice: String) {
        guard findings.count < Self.findingsMax else { return }
        findings.append(Self.mistake(element, text, advice))
    }

    static func mistake(_ element: XMLElement, _ text: String, _ advice: String) -> Diagnostic {
        Diagnostic(.mistake, line: element.line, column: 1, text: "<\(element.title)>: \(text)", advice: advice)
    }
}
