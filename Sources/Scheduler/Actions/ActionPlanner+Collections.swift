/// Groups and clones: what is in them, and the points at which all of it is up or down.
extension ActionPlanner {
    mutating func addGroup(_ group: ResourceIndex) {
        for member in conditions.resources[group].children { addActions(of: member) }
        for task in [ActionTask.start, .running, .stop, .stopped] {
            _ = pseudoAction(task, of: group, isOptional: true, isRunnable: true)
        }
    }

    mutating func addClone(_ clone: ResourceIndex) {
        var activity = CloneActivity()
        for instance in children[clone] {
            addActions(of: instance)
            note(instance, in: &activity)
        }
        _ = pseudoAction(.start, of: clone, isOptional: !activity.isStarting, isRunnable: true)
        let running = pseudoAction(.running, of: clone, isOptional: !activity.isStarting, isRunnable: false)
        if activity.isActive || activity.isStarting { table.actions[running].flags.insert(.runnable) }
        let stop = pseudoAction(.stop, of: clone, isOptional: !activity.isStopping, isRunnable: true)
        let stopped = pseudoAction(.stopped, of: clone, isOptional: !activity.isStopping, isRunnable: true)
        table.actions[running].flags.insert(.urgent)
        table.actions[stopped].flags.insert(.urgent)
        if !activity.isRestarting { table.actions[stop].flags.insert(.leavesFollowers) }
        if conditions.resources[clone].options.isOrdered { orderInstances(of: clone) }
    }

    private func note(_ resource: ResourceIndex, in activity: inout CloneActivity) {
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            for child in state.children { note(child, in: &activity) }
            return
        }
        var starts = false
        var stops = false
        for index in table.ofResource(resource) {
            let action = table.actions[index]
            guard !action.isOptional else { continue }
            if action.task == .start, action.isRunnable { starts = true }
            if action.task == .stop, action.isRunnable || action.isPseudo { stops = true }
        }
        activity.isActive = activity.isActive || !state.runningOn.isEmpty
        activity.isStarting = activity.isStarting || starts
        activity.isStopping = activity.isStopping || stops
        activity.isRestarting = activity.isRestarting || (starts && stops)
    }

    /// Instances of an ordered clone come up, and go down, one after the other.
    private mutating func orderInstances(of clone: ResourceIndex) {
        var lastStop: ActionIndex?
        var lastStart: ActionIndex?
        for instance in conditions.resources[clone].children {
            if let stop = onlyRequired(.stop, of: instance) {
                if let lastStop { table.order(stop, lastStop, .ordered) }
                lastStop = stop
            }
            if let start = onlyRequired(.start, of: instance) {
                if let lastStart { table.order(lastStart, start, .ordered) }
                lastStart = start
            }
        }
    }

    private mutating func onlyRequired(_ task: ActionTask, of resource: ResourceIndex) -> ActionIndex? {
        let required = table.find(task, of: resource, on: nil).filter { !table.actions[$0].isOptional }
        return required.count == 1 ? required[0] : nil
    }
}

/// What happens to the instances of a clone, together.
struct CloneActivity {
    var isStarting = false
    var isStopping = false
    /// One of them does both.
    var isRestarting = false
    var isActive = false
}
