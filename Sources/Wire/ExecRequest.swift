import ClusterModel

/// What is asked of `stonith-exec`.
public enum ExecRequest: Sendable, Equatable {
    case act(id: UInt64, Order)
    case cancel(id: UInt64)
    /// The result of the action is safe: the server need not keep it for a client that comes later.
    case forget(id: UInt64)
    /// Nobody will ask for anything again: what runs is cancelled, and the server ends.
    case close

    /// One action as an agent gets it.
    public struct Order: Sendable, Equatable {
        public var action: AgentAction
        /// A reset that finds the target off, by reading its power, leaves it off and is a success.
        public var leavesOff: Bool
        /// Empty where the action has no target.
        public var target: String
        /// Milliseconds of CLOCK_BOOTTIME: not begun after it, and killed at it. A moment and not a span, so that a
        /// machine that stood still meanwhile does not act on an order that nobody waits for any more.
        public var deadlineMilliseconds: Int64
        public var parameters: [Parameter]

        public init(
            action: AgentAction, leavesOff: Bool = false, target: String, deadlineMilliseconds: Int64,
            parameters: [Parameter]
        ) {
            self.action = action
            self.leavesOff = leavesOff
            self.target = target
            self.deadlineMilliseconds = deadlineMilliseconds
            self.parameters = parameters
        }
    }

    /// `stonith-exec` takes no longer frame (frame.h, FRAME_BYTES_MAX).
    public static let bytesMax = 64 * 1024

    /// The bytes of the frame.
    public func encoded() -> [UInt8] {
        switch self {
        case .act(let id, let order):
            var frame = FrameWriter(kind: 1, id: id)
            frame.put(order.action.rawValue)
            frame.put(UInt32(order.leavesOff ? 1 : 0))
            frame.put(order.deadlineMilliseconds)
            frame.put(order.target)
            frame.put(UInt32(order.parameters.count))
            for parameter in order.parameters {
                frame.put(parameter.name)
                frame.put(parameter.value.reveal())
            }
            return frame.finished()
        case .cancel(let id): return FrameWriter(kind: 2, id: id).finished()
        case .forget(let id): return FrameWriter(kind: 3, id: id).finished()
        case .close: return FrameWriter(kind: 4, id: 0).finished()
        }
    }
}
