import ClusterModel
import Scheduler

/// What resources are called: in a status an instance of an anonymous clone has the name of what it is an instance of,
/// in reports only once any instance of it has a history of that name. Histories of old clusters may have its number.
struct ShownNames {
    /// By resource: in histories.
    let bases: [String]
    /// By resource: in the report of a step.
    let shown: [String]
    /// By resource: in the key of a step that only marks a point.
    private let marks: [String]

    init(_ conditions: ClusterConditions) {
        var isNamed = [Bool](repeating: false, count: conditions.definitions.count)
        for resource in conditions.resources
        where resource.historyName == conditions.definitions[resource.definition].id {
            isNamed[resource.definition] = true
        }
        let bases = conditions.resources.map { Self.base($0, conditions) }
        self.bases = bases
        let marks = conditions.resources.map { $0.historyName ?? $0.id }
        self.marks = marks
        shown = conditions.resources.indices.map { place in
            isNamed[conditions.resources[place].definition] ? bases[place] : marks[place]
        }
    }

    private static func base(_ resource: ResourceCondition, _ conditions: ClusterConditions) -> String {
        if resource.isOrphan { return resource.historyName ?? resource.id }
        return resource.options.isUnique ? resource.id : conditions.definitions[resource.definition].id
    }

    /// `web_start_0`.
    func key(of action: Action, _ actions: ActionTable) -> String {
        let task = actions.text(of: action.task)
        guard let resource = action.resource else { return task }
        return "\(marks[resource])_\(task)_\(action.intervalMilliseconds)"
    }
}
