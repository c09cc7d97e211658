import ClusterModel

extension AttributeSet {
    /// Before Pacemaker 1.0 the pairs stood in an `<attributes>`.
    init(_ element: XMLElement) throws(CIBError) {
        self.init(attributes: element.attributes)
        try add(element)
    }

    private mutating func add(_ element: XMLElement) throws(CIBError) {
        unknown += try element.sorted { child throws(CIBError) in
            switch child.name {
            case "nvpair": try pairs.append(Pair(child))
            case "rule" where rule == nil: rule = try Rule(child)
            case "attributes" where child.attributes.pairs.isEmpty: try add(child)
            default: return false
            }
            return true
        }
    }
}

extension AttributeSet.Pair {
    init(_ element: XMLElement) throws(CIBError) {
        self.init(id: "", name: "", value: nil)
        others.inside = try element.leaf().inside
        for pair in element.attributes.pairs {
            switch pair.name {
            case "id": id = pair.value
            case "name": name = pair.value
            case "value": value = pair.value
            case "id-ref": reference = pair.value
            default: others.pairs.append(pair)
            }
        }
    }
}

extension Rule {
    init(_ element: XMLElement) throws(CIBError) {
        self.init(attributes: element.attributes)
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "rule": try conditions.append(.rule(Rule(child)))
            case "date_expression": try conditions.append(Condition(date: child))
            case "expression": try conditions.append(.attribute(child.leaf()))
            case "rsc_expression": try conditions.append(.resource(child.leaf()))
            case "op_expression": try conditions.append(.operation(child.leaf()))
            default: return false
            }
            return true
        }
    }
}

extension Rule.Condition {
    fileprivate init(date element: XMLElement) throws(CIBError) {
        var duration: ElementAttributes?
        var specification: ElementAttributes?
        let attributes = try element.withInside { child throws(CIBError) in
            switch child.name {
            case "duration" where duration == nil: duration = try child.leaf()
            case "date_spec" where specification == nil: specification = try child.leaf()
            default: return false
            }
            return true
        }
        self = .date(attributes, duration: duration, specification: specification)
    }
}
