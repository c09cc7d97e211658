import ClusterModel

/// Makes up primitives, groups and clones.
enum ResourceMaker {
    private static let names = ["db", "web", "ip", "fs", "app", "mail", "log", "vip", "sync", "cache", "dns", "arch"]

    static func resources(_ draw: inout Draw) -> [ResourceDefinition] {
        var ids = draw.shuffled(names)
        var resources: [ResourceDefinition] = []
        for _ in 0..<draw.number(1...5) where !ids.isEmpty { resources.append(one(&draw, &ids)) }
        if draw.has(.fenceDevices, 100) {
            for number in 1...draw.number(1...2) {
                let device = PrimitiveMaker.fenceDevice(&draw, "fence\(number)")
                resources.insert(device, at: draw.below(resources.count + 1))
            }
        }
        return resources
    }

    private static func one(_ draw: inout Draw, _ ids: inout [String]) -> ResourceDefinition {
        switch draw.below(100) {
        case ..<25 where draw.features.contains(.groups) && ids.count > 3: group(&draw, &ids)
        case ..<50 where draw.features.contains(.clones): clone(&draw, &ids)
        default: PrimitiveMaker.primitive(&draw, ids.removeLast())
        }
    }

    private static func group(_ draw: inout Draw, _ ids: inout [String]) -> ResourceDefinition {
        var members: [ResourceDefinition] = []
        for _ in 0..<draw.number(1...3) { members.append(PrimitiveMaker.primitive(&draw, ids.removeLast())) }
        let id = draw.id("grp")
        var group = ResourceDefinition(.group(members), attributes: ["id": id])
        group.meta = draw.sets("\(id)-meta", MetaMaker.common(&draw))
        return group
    }

    private static func clone(_ draw: inout Draw, _ ids: inout [String]) -> ResourceDefinition {
        let isGroup = draw.has(.groupClones, 40) && ids.count > 3
        let child = isGroup ? group(&draw, &ids) : PrimitiveMaker.primitive(&draw, ids.removeLast())
        let id = isGroup ? draw.id("cln") : "\(child.id)-clone"
        var clone = ResourceDefinition(.clone(child, isMaster: false), attributes: ["id": id])
        clone.meta = draw.sets("\(id)-meta", MetaMaker.common(&draw) + MetaMaker.clone(&draw))
        return clone
    }
}
