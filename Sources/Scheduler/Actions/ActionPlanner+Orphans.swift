/// Resources that are in the status only.
extension ActionPlanner {
    /// Their failures are forgotten before they stop.
    mutating func clearFailuresOfOrphans() {
        guard conditions.options.stopsOrphans else { return }
        for top in conditions.tops where conditions.resources[top].isOrphan {
            for place in conditions.nodes.indices where conditions.nodes[place].isOnline {
                let node = NodeIndex(place)
                guard conditions.failCount(of: top, on: node) != 0 else { continue }
                let clear = action(.clearFailures, of: top, on: node, isOptional: false)
                order(clear, top, .stop, .ordered)
            }
        }
    }
}
