import ClusterModel

/// Makes up what happened to each resource on a node, with fail counts that go with it.
struct HistoryMaker {
    var places: [String: Set<Int>]
    /// Resources that have a history without being configured.
    var strays: [ResourceDefinition]
    private var failCounts: [(String, String)] = []

    init(places: [String: Set<Int>], strays: [ResourceDefinition]) {
        self.places = places
        self.strays = strays
    }

    mutating func takeFailCounts() -> [(String, String)] {
        defer { failCounts = [] }
        return failCounts
    }

    mutating func fill(
        _ state: inout NodeState, _ draw: inout Draw, _ resources: [ResourceDefinition], node: Int
    ) {
        let hasHistory = !draw.has(.unprobed, 15)
        for primitive in resources.flatMap(PlaceMaker.primitives) where hasHistory {
            let runsHere = places[primitive.id]?.contains(node) == true
            if !runsHere, draw.has(.unprobed, 20) { continue }
            state.histories.append(history(&draw, primitive, node: state.name, runsHere: runsHere))
        }
        for stray in strays where draw.chance(40) {
            state.histories.append(history(&draw, stray, node: state.name, runsHere: draw.chance(60)))
        }
        state.histories = draw.shuffled(state.histories)
    }

    private mutating func history(
        _ draw: inout Draw, _ primitive: ResourceDefinition, node: String, runsHere: Bool
    ) -> ResourceHistory {
        var kind = primitive.attributes
        kind["id"] = nil
        if draw.has(.digests, 3) { kind["type"] = "Other" }
        var past = Past(&draw, primitive, node: node)
        if draw.has(.failures, 20) {
            past.fail(&draw, runsHere: runsHere)
            failCounts += past.failCounts(&draw)
        } else if draw.has(.pendingOperations, 15) {
            past.leavePending(&draw, runsHere: runsHere)
        } else if runsHere {
            past.run(&draw)
        } else {
            past.rest(&draw)
        }
        let records = draw.has(.rareHistory, 6) ? OddRecords.spoiled(past.records, &draw) : past.records
        var history = ResourceHistory(id: primitive.id, attributes: kind)
        history.operations = draw.chance(50) ? records : draw.shuffled(records)
        return history
    }
}
