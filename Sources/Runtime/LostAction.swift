import ClusterModel
import Glibc
import NIOCore

/// An action whose `stonith-exec` is lost. It dies with it (stonith-exec sets the parent-death signal); what it started
/// is killed here, and its end is reported when it is true.
struct LostAction {
    let action: AgentAction
    /// Whether the order left. One that did not was not begun.
    let isSent: Bool
    /// Of its process, which leads a group; 0 where there is none.
    let pid: Int32

    /// A killed group is gone by then, but for a process that waits for a dead disk.
    private static let groupMilliseconds: Int64 = 2000
    private static let groupLookMilliseconds: Int64 = 2

    /// A command may have left before it: what came of it nobody knows.
    func outcome(_ text: String) -> AgentOutcome {
        AgentOutcome(code: isSent && action.changesPower ? .unknown : .oops, text: text, cause: "plugin-lost")
    }

    /// Calls back once its process group is gone.
    func end(on loop: any EventLoop, _ gone: @escaping () -> Void) {
        look(on: loop, until: Instant.now().adding(milliseconds: Self.groupMilliseconds), gone)
    }

    private func look(on loop: any EventLoop, until: Instant, _ gone: @escaping () -> Void) {
        guard pid > 1, kill(-pid, SIGKILL) == 0, Instant.now() < until else { return gone() }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.groupLookMilliseconds)) {
            self.look(on: loop, until: until, gone)
        }
    }
}
