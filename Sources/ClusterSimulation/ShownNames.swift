import Scheduler

/// What resources are called: in the status an instance of an anonymous clone has the name of what it is an instance
/// of, in reports only once any instance of it has a history.
struct ShownNames {
    private let conditions: ClusterConditions
    /// By definition.
    private var hasHistory: [Bool]

    init(_ conditions: ClusterConditions) {
        self.conditions = conditions
        hasHistory = [Bool](repeating: false, count: conditions.definitions.count)
        for resource in conditions.resources where !resource.histories.isEmpty { hasHistory[resource.definition] = true }
    }

    /// In the configuration and in histories.
    func base(_ index: ResourceIndex) -> String {
        let resource = conditions.resources[index]
        return resource.options.isUnique ? resource.id : conditions.definitions[resource.definition].id
    }

    /// In the report of a step.
    func shown(_ index: ResourceIndex) -> String {
        hasHistory[conditions.resources[index].definition] ? base(index) : conditions.resources[index].id
    }

    /// `web_start_0`.
    func key(of action: Action, _ actions: ActionTable) -> String {
        let task = actions.text(of: action.task)
        guard let index = action.resource else { return task }
        let resource = conditions.resources[index]
        let name = resource.histories.isEmpty ? resource.id : base(index)
        return "\(name)_\(task)_\(action.intervalMilliseconds)"
    }
}
