import ClusterModel
import Scheduler

/// What resources are called: in a status an instance of an anonymous clone has the name of what it is an instance of,
/// in reports only once any instance of it has a history.
struct ShownNames {
    private let conditions: ClusterConditions
    /// By definition.
    private var hasHistory: [Bool]

    init(_ conditions: ClusterConditions) {
        self.conditions = conditions
        hasHistory = [Bool](repeating: false, count: conditions.definitions.count)
        for resource in conditions.resources where resource.historyName != nil {
            hasHistory[resource.definition] = true
        }
    }

    func definition(_ index: ResourceIndex) -> ResourceDefinition {
        conditions.definitions[conditions.resources[index].definition]
    }

    /// In histories.
    func base(_ index: ResourceIndex) -> String {
        let resource = conditions.resources[index]
        if resource.isOrphan { return resource.historyName ?? resource.id }
        return resource.options.isUnique ? resource.id : definition(index).id
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
        return "\(resource.historyName ?? resource.id)_\(task)_\(action.intervalMilliseconds)"
    }
}
