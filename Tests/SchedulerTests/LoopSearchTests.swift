import Testing

@testable import Scheduler

@Suite struct LoopSearchTests {
    private func graph(_ inputs: [[Int32]]) -> [Synapse] {
        inputs.enumerated().map { Synapse(action: ActionIndex($0.offset), inputs: $0.element, priority: 0) }
    }

    @Test func aChainHasNone() {
        #expect(LoopSearch(graph([[], [0], [1], [0, 2]])).loop.isEmpty)
    }

    @Test func aCircleIsFoundWhereverItBegins() {
        #expect(Set(LoopSearch(graph([[], [3], [1], [2, 0]])).loop) == [1, 2, 3])
    }

    /// What only waits for a circle is not part of it.
    @Test func whatHangsOnACircleIsNotNamed() {
        #expect(Set(LoopSearch(graph([[1], [2], [1]])).loop) == [1, 2])
    }

    @Test func aLongChainNeedsNoStack() {
        let chain = (0..<200_000).map { $0 == 0 ? [] : [Int32($0 - 1)] }
        #expect(LoopSearch(graph(chain)).loop.isEmpty)
        var closed = chain
        closed[0] = [199_999]
        #expect(LoopSearch(graph(closed)).loop.count == 200_000)
    }
}
