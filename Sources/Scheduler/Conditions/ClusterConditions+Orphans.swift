import ClusterModel

extension ClusterConditions {
    /// A resource that only the status knows: it was deleted while it ran, or its probe found it.
    mutating func addOrphan(_ history: ResourceHistory, on node: NodeIndex) throws(Refusal) -> ResourceIndex {
        var attributes = history.attributes
        attributes["id"] = history.id
        let definition = ResourceDefinition(.primitive, attributes: attributes)
        definitions.append(definition)
        var condition = ResourceCondition(
            id: history.id, kind: .primitive, definition: definitions.count - 1,
            options: try resourceOptions(definition, in: nil, .primitive))
        condition.isOrphan = true
        condition.isManaged = condition.options.isManaged && !condition.options.inMaintenance && !options.inMaintenance
        condition.inMaintenance = condition.options.inMaintenance || options.inMaintenance
        condition.nextRole = condition.options.targetRole ?? .unknown
        condition.isFenceDevice = attributes["class"]?.lowercased() == "stonith"
        if condition.isFenceDevice { hasFenceDevice = true }
        let index = ResourceIndex(resources.count)
        if options.stopsOrphans {
            historyScores.append(
                HistoryScore(resource: index, score: -NodeScores.infinity, reason: "it is not in the configuration"))
        } else {
            condition.isManaged = false
        }
        resources.append(condition)
        if resourceIndices[history.id] == nil { resourceIndices[history.id] = index }
        tops.append(index)
        return index
    }
}
