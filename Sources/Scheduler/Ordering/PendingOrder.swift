/// An ordering before its actions are looked up: each side is an action, or a task of a resource, which may mean no
/// action, one, or one a node.
struct PendingOrder {
    struct Side {
        var resource: ResourceIndex?
        var task: ActionTask
        var action: ActionIndex?

        /// All actions of a resource with that task.
        init(_ resource: ResourceIndex, _ task: ActionTask) {
            self.resource = resource
            self.task = task
        }

        init(_ action: ActionIndex, in table: ActionTable) {
            self.action = action
            resource = table.actions[action].resource
            task = table.actions[action].keyTask
        }
    }

    var first: Side
    var then: Side
    var flags: OrderFlags
}
