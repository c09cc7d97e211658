/// What every core is: a value that is handed events and the time, and answers with what is to be done.
///
/// It does no I/O, reads no clock and draws no random number but from a generator in its own state, so a run can be
/// written down as text and played again.
public protocol StateMachine: Sendable {
    associatedtype Event: Sendable
    associatedtype Effect: Sendable
    /// When the machine wants to be handed the time; nil while it waits for nothing.
    var deadline: Instant? { get }
    mutating func handle(_ event: Event, at now: Instant) -> [Effect]
}
