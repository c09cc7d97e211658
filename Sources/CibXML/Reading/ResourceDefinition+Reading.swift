import ClusterModel

extension ResourceDefinition {
    /// Nil for an element that is no resource.
    init?(_ element: XMLElement) throws(CIBError) {
        switch element.name {
        case "primitive": self.init(.primitive, attributes: element.attributes)
        case "template": self.init(.template, attributes: element.attributes)
        case "group": self.init(.group([]), attributes: element.attributes)
        case "clone", "master": self.init(.group([]), attributes: element.attributes)
        case "bundle":
            self.init(.bundle(xml: Self.content(of: element)), attributes: element.attributes)
            return
        default: return nil
        }
        try addParts(of: element)
    }

    /// Without the blanks at its ends: a text that strayed into it would get more of them each time it is written.
    private static func content(of element: XMLElement) -> String {
        let blanks: Set<Character> = [" ", "\t", "\n"]
        var xml = Substring(element.children.map(\.xml).joined())
        while let last = xml.last, blanks.contains(last) { xml.removeLast() }
        return String(xml.drop { blanks.contains($0) })
    }

    private mutating func addParts(of element: XMLElement) throws(CIBError) {
        var members: [ResourceDefinition] = []
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "instance_attributes": try parameters.append(AttributeSet(child))
            case "meta_attributes": try meta.append(AttributeSet(child))
            case "utilization": try utilization.append(AttributeSet(child))
            case "operations" where isPlain: try addOperations(of: child)
            default:
                guard !isPlain, let member = try ResourceDefinition(child) else { return false }
                members.append(member)
            }
            return true
        }
        switch element.name {
        case "group": kind = .group(members)
        case "clone", "master":
            guard let child = members.first else { throw element.fail(.empty("primitive or group")) }
            guard members.count == 1 else { throw element.fail(.tooMany("one primitive or group")) }
            kind = .clone(child, isMaster: element.name == "master")
        default: break
        }
    }

    private var isPlain: Bool { kind == .primitive || kind == .template }

    private mutating func addOperations(of element: XMLElement) throws(CIBError) {
        let attributes = try element.withInside { child throws(CIBError) in
            guard child.name == "op" else { return false }
            try operations.append(OperationDefinition(child))
            return true
        }
        operationsAttributes.merge(attributes)
    }
}

extension OperationDefinition {
    init(_ element: XMLElement) throws(CIBError) {
        self.init(attributes: element.attributes)
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "instance_attributes": try parameters.append(AttributeSet(child))
            case "meta_attributes": try meta.append(AttributeSet(child))
            default: return false
            }
            return true
        }
    }
}
