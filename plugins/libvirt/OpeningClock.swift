import PluginKit
import Synchronization

/// How long the thread that works has been connecting, for the one that watches.
final class OpeningClock: Sendable {
    /// 0: it is not connecting.
    private let since = Atomic<Int64>(0)

    func begin() { since.store(Deadline.now, ordering: .relaxed) }

    func end() { since.store(0, ordering: .relaxed) }

    var milliseconds: Int64 {
        let begin = since.load(ordering: .relaxed)
        return begin == 0 ? 0 : Deadline.now - begin
    }
}
