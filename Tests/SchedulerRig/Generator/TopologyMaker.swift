import ClusterModel

/// Makes up fencing topologies, which mean something to the fencing daemon and nothing to placement: the devices of
/// some targets, level by level. A target is a node by its name, by a pattern or by an attribute.
enum TopologyMaker {
    static func levels(_ draw: inout Draw, _ configuration: CIBConfiguration) -> [ElementAttributes] {
        let devices = configuration.resources.map(\.id).filter { $0.hasPrefix("fence") }
        guard !devices.isEmpty, draw.chance(50) else { return [] }
        var levels: [ElementAttributes] = []
        for _ in 0..<draw.number(1...3) {
            let target = target(&draw, configuration.nodes.map(\.name))
            for number in 1...draw.number(1...2) {
                let chosen = draw.shuffled(devices).prefix(draw.number(1...2)).joined(separator: ",")
                let own: ElementAttributes = ["id": draw.id("level"), "index": String(number), "devices": chosen]
                levels.append(ElementAttributes(own.pairs + target.pairs))
            }
        }
        return levels
    }

    private static func target(_ draw: inout Draw, _ nodes: [String]) -> ElementAttributes {
        switch draw.below(3) {
        case 0: ["target": draw.pick(nodes + ["elsewhere"])]
        case 1: ["target-pattern": draw.pick(["node.*", "^(alpha|bravo)$", "."])]
        default: ["target-attribute": "rack", "target-value": draw.pick(["a", "b", "c"])]
        }
    }
}
