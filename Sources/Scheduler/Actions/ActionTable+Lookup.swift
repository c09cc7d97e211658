extension ActionTable {
    /// Actions of a resource, the newest first.
    func ofResource(_ resource: ResourceIndex) -> [ActionIndex] {
        var found: [ActionIndex] = []
        var next = newestOfResource[Int(resource.value)]
        while next >= 0 {
            found.append(ActionIndex(Int(next)))
            next = actions[Int(next)].nextOfResource
        }
        return found
    }

    /// Those of a key, the oldest first. One without a node matches each node, and is given it.
    mutating func find(
        _ key: ActionTask, _ intervalMilliseconds: Int = 0, of resource: ResourceIndex, on node: NodeIndex?
    ) -> [ActionIndex] {
        var found: [ActionIndex] = []
        var next = newestOfResource[Int(resource.value)]
        while next >= 0 {
            let index = Int(next)
            next = actions[index].nextOfResource
            guard actions[index].keyTask == key, actions[index].intervalMilliseconds == intervalMilliseconds else {
                continue
            }
            if let node {
                if actions[index].node == nil { actions[index].node = node }
                guard actions[index].node == node else { continue }
            }
            found.append(ActionIndex(index))
        }
        if found.count > 1 { found.reverse() }
        return found
    }

    /// The oldest of `find`, without making a list.
    mutating func findOldest(
        _ key: ActionTask, _ intervalMilliseconds: Int = 0, of resource: ResourceIndex, on node: NodeIndex?
    ) -> ActionIndex? {
        var oldest: ActionIndex?
        var next = newestOfResource[Int(resource.value)]
        while next >= 0 {
            let index = Int(next)
            next = actions[index].nextOfResource
            guard actions[index].keyTask == key, actions[index].intervalMilliseconds == intervalMilliseconds else {
                continue
            }
            if let node {
                if actions[index].node == nil { actions[index].node = node }
                guard actions[index].node == node else { continue }
            }
            oldest = ActionIndex(index)
        }
        return oldest
    }

    /// Those of a key on just that node, the oldest first.
    func findExact(
        _ key: ActionTask, _ intervalMilliseconds: Int = 0, of resource: ResourceIndex, on node: NodeIndex?
    ) -> [ActionIndex] {
        guard let node else { return [] }
        let found = ofResource(resource).filter {
            actions[$0].keyTask == key && actions[$0].intervalMilliseconds == intervalMilliseconds
                && actions[$0].node == node
        }
        return found.reversed()
    }

    /// The newest of a task; on any node where none is given.
    func newest(_ task: ActionTask, of resource: ResourceIndex, on node: NodeIndex? = nil) -> ActionIndex? {
        var next = newestOfResource[Int(resource.value)]
        while next >= 0 {
            let index = Int(next)
            if actions[index].task == task, node == nil || actions[index].node == node { return ActionIndex(index) }
            next = actions[index].nextOfResource
        }
        return nil
    }
}
