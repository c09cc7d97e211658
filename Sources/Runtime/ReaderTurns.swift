import NIOCore

/// Lets those who may only read ask one after the other, with a pause between in which everything else on the loop goes
/// on: no number of them delays fencing by more than one answer.
final class ReaderTurns {
    private let loop: any EventLoop
    private var waiting: [ControlChannelHandler] = []
    private var isPausing = false

    private static let pauseMilliseconds: Int64 = 1

    init(on loop: any EventLoop) { self.loop = loop }

    /// The handler's turn comes once; if it has more to ask, it asks for another.
    func want(_ handler: ControlChannelHandler) {
        waiting.append(handler)
        if !isPausing { next() }
    }

    private func next() {
        guard !waiting.isEmpty else { return }
        isPausing = true
        waiting.removeFirst().takeTurn()
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.pauseMilliseconds)) {
            self.isPausing = false
            self.next()
        }
    }
}
