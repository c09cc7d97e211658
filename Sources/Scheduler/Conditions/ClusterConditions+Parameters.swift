import ClusterModel

extension ClusterConditions {
    /// The parameters of a resource as they hold on a node, by the bytes of their names: its own, then those of what it
    /// is in.
    /// - Parameter node: nil where rules about nodes cannot hold.
    public func parameters(of resource: ResourceIndex, on node: NodeIndex?) -> NameTable {
        var table = NameTable()
        var next: ResourceIndex? = resource
        while let index = next {
            next = resources[index].parent
            let sets = definitions[resources[index].definition].parameters
            guard !sets.isEmpty else { continue }
            var reading = reading
            reading.evaluation.attributes = node.map { nodes[$0].attributes }
            reading.read(sets, into: &table)
        }
        return table
    }

    /// The values of sets of attributes as they hold for an operation of a resource; the first set of the highest score
    /// wins.
    /// - Parameters:
    ///   - overwriting: values go over those that `table` has already.
    public func read(
        _ sets: [AttributeSet], of resource: ResourceIndex? = nil, on node: NodeIndex? = nil,
        operation: (name: String, intervalMilliseconds: Int)? = nil, overwriting: Bool = false,
        into table: inout NameTable
    ) {
        var reading = reading
        reading.evaluation.attributes = node.map { nodes[$0].attributes }
        reading.evaluation.agent = resource.map { RuleEvaluation.Agent(definitions[resources[$0].definition]) }
        reading.evaluation.operation = operation.map {
            RuleEvaluation.Operation(name: $0.name, intervalMilliseconds: $0.intervalMilliseconds)
        }
        reading.read(sets, overwriting: overwriting, into: &table)
    }
}
