import ClusterModel

/// What brings each resource from where it is to where it shall be.
extension ActionPlanner {
    mutating func addResourceActions() {
        for top in conditions.tops { addActions(of: top) }
    }

    mutating func addActions(of resource: ResourceIndex) {
        switch conditions.resources[resource].kind {
        case .primitive: addPrimitive(resource)
        case .group: addGroup(resource)
        case .clone: addClone(resource)
        }
    }

    /// What is placed nowhere stops; it does not start, and nothing of it recurs.
    mutating func settlePlacement() {
        table.managed = placement.isManaged
        for place in conditions.resources.indices where conditions.resources[place].kind == .primitive {
            if placement.isOpen[place] {
                if table.roles[place] == .unknown { table.roles[place] = .stopped }
            } else if table.nodes[place] == nil {
                settleUnplaced(ResourceIndex(place))
            } else if table.roles[place] == .unknown {
                table.roles[place] = .started
            }
        }
    }

    mutating func settleUnplaced(_ resource: ResourceIndex) {
        table.nodes[resource] = nil
        table.roles[resource] = .stopped
        for index in table.ofResource(resource) {
            switch table.actions[index].task {
            case .stop: table.actions[index].flags.remove(.optional)
            case .start: table.actions[index].flags.remove(.runnable)
            default:
                guard table.actions[index].intervalMilliseconds > 0, table.actions[index].expectedCode != 7 else {
                    break
                }
                table.actions[index].flags.remove(.runnable)
            }
        }
    }

    private mutating func addPrimitive(_ resource: ResourceIndex) {
        let chosen = table.nodes[resource]
        let isMoving = isMoving(resource)
        var needsStop = isMoving
        if isMultiplyActive(resource) {
            needsStop = recoverMultiplyActive(resource) || needsStop
        }
        if startPending[Int(resource.value)] {
            let start = action(.start, of: resource, on: chosen, isOptional: true)
            table.actions[start].flags.insert(.always)
        }
        let state = conditions.resources[resource]
        if !isMoving { needsStop = needsStop || (state.isFailed ? state.mustStop : state.isBlocked) }
        addRestart(resource, isRequired: needsStop)
        addTransition(resource)
        addRecurring(resource)
    }

    private func isMoving(_ resource: ResourceIndex) -> Bool {
        guard let chosen = table.nodes[resource], let current = currentNode(of: resource) else { return false }
        return current != chosen && table.roles[resource] >= .started
    }

    private func isMultiplyActive(_ resource: ResourceIndex) -> Bool {
        let running = conditions.resources[resource].runningOn
        guard running.count > 1 else { return false }
        return needsFencing(resource) || running.count { isWell($0) } > 1
    }

    /// True where it must be stopped for that.
    private mutating func recoverMultiplyActive(_ resource: ResourceIndex) -> Bool {
        switch conditions.resources[resource].options.multipleActive {
        case .stopStart: return true
        case .stopUnexpected:
            stopsUnexpected[Int(resource.value)] = true
            return true
        case .block, .stopOnly: return false
        }
    }

    /// Down where it runs and up again; optional where nothing asks for it, because something still may.
    private mutating func addRestart(_ resource: ResourceIndex, isRequired: Bool) {
        let state = conditions.resources[resource]
        guard state.role >= .started else { return }
        addStops(resource, isOptional: !isRequired, isRestart: true)
        guard state.role <= table.roles[resource], !state.isBlocked else { return }
        addStart(resource, isOptional: !isRequired, isRestart: true)
    }

    private mutating func addTransition(_ resource: ResourceIndex) {
        let role = conditions.resources[resource].role
        if role >= .started, table.roles[resource] <= .stopped {
            addStops(resource, isOptional: false, isRestart: false)
        } else if role <= .stopped, table.roles[resource] >= .started {
            addStart(resource, isOptional: false, isRestart: false)
        }
    }

    private mutating func addStops(_ resource: ResourceIndex, isOptional: Bool, isRestart: Bool) {
        for node in conditions.resources[resource].runningOn where !isRestart || !isExpected(resource, on: node) {
            let stop = action(.stop, of: resource, on: node, isOptional: isOptional)
            if table.nodes[resource] == nil {
                setReason(stop, "node availability", overwrites: true)
            } else if isRestart, stopsUnexpected[Int(resource.value)] {
                setReason(stop, "being multiply active", overwrites: true)
            }
            if !table.managed[resource] { table.actions[stop].flags.remove(.runnable) }
            if conditions.options.removesAfterStop { forget(resource, on: node, isOptional: isOptional) }
        }
    }

    private mutating func addStart(_ resource: ResourceIndex, isOptional: Bool, isRestart: Bool) {
        let node = table.nodes[resource]
        let start = action(.start, of: resource, on: node, isOptional: true)
        if table.actions[start].isRunnable, !isOptional { table.actions[start].flags.remove(.optional) }
        if isRestart, let node, isExpected(resource, on: node) { table.actions[start].flags.insert(.pseudo) }
    }

    /// It runs in too many places, and this is where it stays.
    private func isExpected(_ resource: ResourceIndex, on node: NodeIndex) -> Bool {
        stopsUnexpected[Int(resource.value)] && table.roles[resource] > .stopped && table.nodes[resource] == node
    }
}
