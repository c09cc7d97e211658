import TestRig
import Testing

@testable import ClusterSimulation

@Suite struct FiringOrderTests {
    /// Going through the list again and again, as it is defined.
    private static func passes(_ inputs: [[Int]]) -> [Int] {
        var done: [Int] = []
        var isDone = [Bool](repeating: false, count: inputs.count)
        while true {
            let before = done.count
            for step in inputs.indices where !isDone[step] && inputs[step].allSatisfy({ isDone[$0] }) {
                isDone[step] = true
                done.append(step)
            }
            if done.count == before { return done }
        }
    }

    private static func fired(_ inputs: [[Int]]) -> [Int] {
        var waiting = inputs.map(\.count)
        var order = FiringOrder(waiting.indices.filter { waiting[$0] == 0 })
        var done: [Int] = []
        while let step = order.next() {
            done.append(step)
            for follower in inputs.indices where inputs[follower].contains(step) {
                waiting[follower] -= 1
                if waiting[follower] == 0 { order.add(follower) }
            }
        }
        return done
    }

    @Test(arguments: 0..<200) func itIsThatOfPassesThroughTheList(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 1...30, using: &random)
        let inputs = (0..<count).map { step in
            (0..<count).filter { $0 != step && Int.random(in: 0..<8, using: &random) == 0 }
        }
        #expect(Self.fired(inputs) == Self.passes(inputs))
    }

    @Test func aChainAgainstTheListTakesAPassEach() {
        #expect(Self.fired([[1], [2], []]) == [2, 1, 0])
        #expect(Self.fired([[], [2], [0]]) == [0, 2, 1])
    }
}
