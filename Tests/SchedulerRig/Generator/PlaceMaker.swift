import ClusterModel

/// Makes up where each primitive runs: mostly as a cluster would have it, sometimes in no place or in two.
enum PlaceMaker {
    /// - Returns: by the primitive's id, the nodes (as numbers) where it runs.
    static func places(
        _ draw: inout Draw, _ resources: [ResourceDefinition], nodes: Int, up: [Int]
    ) -> [String: Set<Int>] {
        var places: [String: Set<Int>] = [:]
        for resource in resources { fill(&places, &draw, resource, nodes: nodes, up: up) }
        return places
    }

    private static func fill(
        _ places: inout [String: Set<Int>], _ draw: inout Draw, _ resource: ResourceDefinition, nodes: Int, up: [Int]
    ) {
        let isClone = if case .clone = resource.kind { true } else { false }
        let home = isClone ? Set(up.filter { _ in draw.chance(80) }) : single(&draw, up)
        for primitive in primitives(resource) {
            places[primitive.id] = home
            if draw.has(.strays, 15) { places[primitive.id] = [] }
            if draw.has(.strays, 15) { places[primitive.id] = [draw.pick(up)] }
            if draw.has(.strays, 10) { places[primitive.id, default: []].insert(draw.below(nodes)) }
        }
    }

    private static func single(_ draw: inout Draw, _ up: [Int]) -> Set<Int> {
        draw.chance(75) ? [draw.pick(up)] : []
    }

    static func primitives(_ resource: ResourceDefinition) -> [ResourceDefinition] {
        switch resource.kind {
        case .group(let members): members
        case .clone(let child, _): primitives(child)
        default: [resource]
        }
    }
}
