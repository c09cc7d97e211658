/// The actions of each resource hang in two chains, the newest first: probes, of which there may be one a node, and the
/// rest, which are few.
struct ActionChains: Sendable {
    var probe: Int32 = -1
    var other: Int32 = -1

    static func isProbe(_ key: ActionTask, _ intervalMilliseconds: Int) -> Bool {
        key == .monitor && intervalMilliseconds == 0
    }
}

extension ActionTable {
    /// Actions of a resource, the newest first.
    func ofResource(_ resource: ResourceIndex) -> [ActionIndex] {
        var chains = newestOfResource[resource]
        var found: [ActionIndex] = []
        while chains.probe >= 0 || chains.other >= 0 {
            if chains.probe > chains.other {
                found.append(ActionIndex(Int(chains.probe)))
                chains.probe = actions[Int(chains.probe)].nextOfResource
            } else {
                found.append(ActionIndex(Int(chains.other)))
                chains.other = actions[Int(chains.other)].nextOfResource
            }
        }
        return found
    }

    private func chain(_ key: ActionTask, _ interval: Int, of resource: ResourceIndex) -> Int32 {
        ActionChains.isProbe(key, interval) ? newestOfResource[resource].probe : newestOfResource[resource].other
    }

    /// Those of a key, the oldest first. One without a node matches each node, and is given it.
    mutating func find(
        _ key: ActionTask, _ intervalMilliseconds: Int = 0, of resource: ResourceIndex, on node: NodeIndex?
    ) -> [ActionIndex] {
        var found: [ActionIndex] = []
        var next = chain(key, intervalMilliseconds, of: resource)
        while next >= 0 {
            let index = ActionIndex(Int(next))
            next = actions[index].nextOfResource
            if matches(index, key, intervalMilliseconds, on: node) { found.append(index) }
        }
        if found.count > 1 { found.reverse() }
        return found
    }

    /// The oldest of `find`, without making a list.
    mutating func findOldest(
        _ key: ActionTask, _ intervalMilliseconds: Int = 0, of resource: ResourceIndex, on node: NodeIndex?
    ) -> ActionIndex? {
        var oldest: ActionIndex?
        var next = chain(key, intervalMilliseconds, of: resource)
        while next >= 0 {
            let index = ActionIndex(Int(next))
            next = actions[index].nextOfResource
            if matches(index, key, intervalMilliseconds, on: node) { oldest = index }
        }
        return oldest
    }

    private mutating func matches(
        _ index: ActionIndex, _ key: ActionTask, _ interval: Int, on node: NodeIndex?
    ) -> Bool {
        guard actions[index].keyTask == key, actions[index].intervalMilliseconds == interval else { return false }
        guard let node else { return true }
        if actions[index].node == nil { actions[index].node = node }
        return actions[index].node == node
    }

    /// Those of a key on just that node, the oldest first.
    func findExact(
        _ key: ActionTask, _ intervalMilliseconds: Int = 0, of resource: ResourceIndex, on node: NodeIndex?
    ) -> [ActionIndex] {
        guard let node else { return [] }
        var found: [ActionIndex] = []
        var next = chain(key, intervalMilliseconds, of: resource)
        while next >= 0 {
            let index = ActionIndex(Int(next))
            next = actions[index].nextOfResource
            guard actions[index].keyTask == key, actions[index].intervalMilliseconds == intervalMilliseconds,
                actions[index].node == node
            else { continue }
            found.append(index)
        }
        return found.reversed()
    }

    /// The newest of a task that is no probe; on any node where none is given.
    func newest(_ task: ActionTask, of resource: ResourceIndex, on node: NodeIndex? = nil) -> ActionIndex? {
        var next = newestOfResource[resource].other
        while next >= 0 {
            let index = ActionIndex(Int(next))
            if actions[index].task == task, node == nil || actions[index].node == node { return index }
            next = actions[index].nextOfResource
        }
        return nil
    }
}
