import ClusterModel

extension StatementReader {
    /// `primitive ID [CLASS:[PROVIDER:]]TYPE | @TEMPLATE …`, and `rsc_template` without the last.
    mutating func primitive(_ kind: ObjectKind, _ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement(kind.element, ["id": id])
        let word = try cursor.expect("the type", advice: "write \(kind.rawValue) \(id) CLASS:PROVIDER:TYPE")
        if kind == .primitive, word.text.hasPrefix("@"), word.text.utf8.count > 1 {
            element["template"] = String(word.text.dropFirst())
            refer(.template, String(word.text.dropFirst()), word)
        } else {
            try type(word, of: &element)
        }
        description(into: &element)
        element.children = sections(
            [
                "params": "instance_attributes", "meta": "meta_attributes", "utilization": "utilization",
                "op": "operations", "operations": "operations",
            ], initial: "params")
        return element
    }

    private mutating func type(_ word: Word, of element: inout CIBElement) throws(Slip) {
        let parts = word.text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard parts.count <= 3, !parts.contains(""), word.name == nil else {
            throw Slip(
                word, "\(word.shown) is no type of a resource",
                advice: "write CLASS:PROVIDER:TYPE, such as ocf:heartbeat:IPaddr2, or stonith:TYPE")
        }
        let agent = parts[parts.count - 1]
        let agentClass = parts.count > 1 ? parts[0] : "ocf"
        if parts.count == 3, agentClass != "ocf" {
            throw Slip(word, "only agents of class ocf have a provider", advice: "write \(agentClass):\(agent)")
        }
        element["class"] = agentClass
        if agentClass == "ocf" { element["provider"] = parts.count == 3 ? parts[1] : provider(of: agent, word) }
        element["type"] = agent
    }

    /// Heartbeat's before Pacemaker's before any other.
    private mutating func provider(of agent: String, _ word: Word) -> String {
        let (providers, usual) = (context.providers(agent), ["heartbeat", "pacemaker"])
        if providers.isEmpty, let near = NearestName.of(agent, among: usual) {
            note(
                Slip(
                    word, "\(word.shown) is taken for the agent ocf:heartbeat:\(agent)",
                    advice: "did you mean ocf:\(near):TYPE?"), .warning)
        }
        return usual.first(where: providers.contains) ?? providers.first ?? "heartbeat"
    }

    /// `group ID RESOURCE … [params …] [meta …]`
    mutating func group(_ id: String) throws(Slip) -> CIBElement {
        var seen: Set<String> = []
        while let word = cursor.current, word.name == nil, !["params", "meta"].contains(word.text.lowercased()) {
            _ = cursor.next()
            if !seen.insert(word.text).inserted {
                note(Slip(word, "\(word.shown) stands twice in the group", advice: "leave one of them"))
            } else {
                members.append(.init(target: .resource, id: word.text, word: word))
            }
        }
        guard !members.isEmpty else { throw cursor.missing("a resource", advice: "write group \(id) RESOURCE …") }
        return container(CIBElement("group", ["id": id]))
    }

    /// `clone ID RESOURCE [params …] [meta …]`, and `ms`.
    mutating func clone(_ kind: ObjectKind, _ id: String) throws(Slip) -> CIBElement {
        let word = try cursor.expect("a resource", advice: "write \(kind.rawValue) \(id) RESOURCE")
        members = [.init(target: .resource, id: word.text, word: word)]
        return container(CIBElement(kind.element, ["id": id]))
    }

    private mutating func container(_ bare: CIBElement) -> CIBElement {
        var element = bare
        description(into: &element)
        element.children = sections(
            ["params": "instance_attributes", "meta": "meta_attributes"], initial: "params")
        return element
    }

    /// `bundle ID [docker …] [network … [port-mapping …]] [storage [storage-mapping …]] [meta …] [primitive ID]`
    mutating func bundle(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("bundle", ["id": id])
        description(into: &element)
        let ends: Set = ["docker", "rkt", "podman", "network", "storage", "primitive", "meta"]
        while let word = cursor.current,
            let part = cursor.take("docker", "rkt", "podman", "network", "storage", "meta", "primitive")
        {
            switch part {
            case "meta": element.children.append(try attributeSet("meta_attributes", until: ends))
            case "primitive":
                let inner = try cursor.expect("a primitive", advice: "write primitive ID")
                guard members.isEmpty else { throw Slip(word, "a bundle holds one primitive", advice: "leave one") }
                members = [.init(target: .resource, id: inner.text, word: inner)]
            default: element.children.append(bundlePart(part, until: ends))
            }
        }
        return element
    }

    private mutating func bundlePart(_ name: String, until ends: Set<String>) -> CIBElement {
        let ends = ends.union(["port-mapping", "storage-mapping"])
        var part = CIBElement(name, attributes(until: ends))
        while let mapping = cursor.take("port-mapping", "storage-mapping") {
            part.children.append(CIBElement(mapping, attributes(until: ends)))
        }
        return part
    }

    /// Of values of one name the last.
    private mutating func attributes(until ends: Set<String>) -> ElementAttributes {
        var (places, found) = ([String: Int](), ElementAttributes())
        for pair in pairs(until: ends) {
            guard let name = pair["name"], let value = pair["value"] else { continue }
            if let place = places[name] {
                found.pairs[place].value = value
            } else {
                guard found.pairs.count < ElementScanner.attributesMax else {
                    if let word = cursor.current { note(Slip(word, "too many attributes", advice: "leave some out")) }
                    return found
                }
                places[name] = found.pairs.count
                found.pairs.append(.init(name, value))
            }
        }
        return found
    }
}
