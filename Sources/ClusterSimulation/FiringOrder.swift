/// The order in which the steps of a graph come up when it is gone through from its beginning again and again, and each
/// step is taken once all before it are done: that of 2.1.5's simulation.
struct FiringOrder {
    /// Ready in this pass: a heap with the first at its root.
    private var ready: [Int] = []
    private var readyNext: [Int] = []
    private var position = -1

    /// - Parameter first: those that wait for nothing, in order.
    init(_ first: [Int]) { ready = first }

    /// A step became ready: before the current one means that it comes up in the next pass.
    mutating func add(_ step: Int) {
        guard step > position else { return readyNext.append(step) }
        ready.append(step)
        var child = ready.count - 1
        while child > 0, ready[child] < ready[(child - 1) / 2] {
            ready.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> Int? {
        if ready.isEmpty {
            ready = readyNext.sorted()
            readyNext = []
            position = -1
        }
        guard let step = ready.first else { return nil }
        removeFirst()
        position = step
        return step
    }

    private mutating func removeFirst() {
        ready.swapAt(0, ready.count - 1)
        ready.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < ready.count && ready[child] < ready[least] {
                least = child
            }
            guard least != parent else { return }
            ready.swapAt(parent, least)
            parent = least
        }
    }
}
