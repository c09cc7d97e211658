import ClusterModel

extension Rule {
    init(_ element: CIBElement) {
        self.init(attributes: element.attributes)
        for child in element.children {
            if let condition = Condition(child) {
                conditions.append(condition)
            } else {
                unknown.append(UnknownElement(section: "rule", xml: child.xml))
            }
        }
    }

    var element: CIBElement {
        CIBElement("rule", attributes, conditions.map(\.element) + unknown.map(CIBElement.init))
    }
}

extension Rule.Condition {
    /// Nil for what is no condition.
    init?(_ element: CIBElement) {
        switch element.name {
        case "expression": self = .attribute(element.attributes)
        case "date_expression":
            self = .date(
                element.attributes, duration: element.child("duration")?.attributes,
                specification: element.child("date_spec")?.attributes)
        case "rsc_expression": self = .resource(element.attributes)
        case "op_expression": self = .operation(element.attributes)
        case "rule": self = .rule(Rule(element))
        default: return nil
        }
    }

    var element: CIBElement {
        switch self {
        case .attribute(let attributes): return CIBElement("expression", attributes)
        case .resource(let attributes): return CIBElement("rsc_expression", attributes)
        case .operation(let attributes): return CIBElement("op_expression", attributes)
        case .rule(let rule): return rule.element
        case .date(let attributes, let duration, let specification):
            let children = [
                duration.map { CIBElement("duration", $0) }, specification.map { CIBElement("date_spec", $0) },
            ]
            return CIBElement("date_expression", attributes, children.compactMap(\.self))
        }
    }
}
