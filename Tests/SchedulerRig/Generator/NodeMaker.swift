import ClusterModel

/// Makes up the nodes of a cluster.
enum NodeMaker {
    private static let names = ["node1", "node2", "node3", "node10", "node11", "alpha", "bravo", "zulu"]

    static func definitions(_ draw: inout Draw) -> [NodeDefinition] {
        let count = draw.chance(60) ? draw.number(2...3) : draw.number(2...8)
        let chosen = draw.shuffled(names).prefix(count)
        var nodes: [NodeDefinition] = []
        for (index, name) in chosen.enumerated() {
            var node = NodeDefinition(attributes: ["id": String(index + 1), "uname": name])
            if draw.chance(30) { node.attributes["type"] = "member" }
            node.attributeSets = draw.sets("nodes-\(name)", attributes(&draw))
            nodes.append(node)
        }
        return nodes
    }

    private static func attributes(_ draw: inout Draw) -> [(String, String)] {
        var values: [(String, String)] = []
        if draw.has(.standby, 20) { values.append(("standby", draw.pick(["on", "true", "off", "on"]))) }
        if draw.has(.nodeMaintenance, 20) { values.append(("maintenance", draw.pick(["true", "true", "false"]))) }
        if draw.has(.nodeAttributes, 70) { values.append(("rack", draw.pick(["a", "b", "c"]))) }
        if draw.has(.nodeAttributes, 60) { values.append(("cores", String(draw.pick([2, 4, 8, 16])))) }
        if draw.has(.nodeAttributes, 30) {
            values.append(("worth", draw.pick(["10", "-20", "INFINITY", "-INFINITY"])))
        }
        if draw.has(.nodeAttributes, 20) { values.append(("release", draw.pick(["1.2", "1.10", "2.0"]))) }
        if draw.has(.rareNodes, 20) { values.append(("#health-disk", draw.pick(["green", "yellow", "red"]))) }
        return values
    }
}
