import Glibc

/// Decides from what the pings brought back whether anybody is there. A value: the time comes in.
struct Presence {
    enum State: Equatable {
        /// Nothing was heard yet. Next: any.
        case waiting
        /// The network said once that nobody is there. Next: any.
        case refusedOnce
        /// A datagram came; from here on only the session and the deadline decide. Last.
        case present
        /// Next: present, when the session's socket turns out to have heard something.
        case absent(BMCError.Cause, detail: String)
    }

    /// A second refusal this much later is the truth; one alone may belong to a BMC that is just starting.
    static let refusalMilliseconds: Int64 = 100
    static let pingMilliseconds: Int64 = 1000

    private(set) var state = State.waiting
    private var nextPing: Int64
    private let silentAt: Int64

    init(at now: Int64, silenceMilliseconds: Int64) {
        nextPing = now
        silentAt = now + silenceMilliseconds
    }

    /// When to look again; nil when nothing but the session matters any more.
    var deadline: Int64? {
        switch state {
        case .waiting, .refusedOnce: min(nextPing, silentAt)
        case .present, .absent: nil
        }
    }

    /// Whether a ping is due; the next one is due a second later.
    mutating func takePing(at now: Int64) -> Bool {
        guard state == .waiting || state == .refusedOnce, now >= nextPing else { return false }
        nextPing = now + Self.pingMilliseconds
        return true
    }

    mutating func hear(_ heard: PresencePing.Heard, at now: Int64) {
        switch (state, heard) {
        case (.present, _), (.absent, _), (_, .nothing): break
        case (_, .answer): state = .present
        case (.waiting, .refusal):
            state = .refusedOnce
            nextPing = now + Self.refusalMilliseconds
        case (.refusedOnce, .refusal(let error)):
            let cause: BMCError.Cause = error == ECONNREFUSED ? .refused : .unreachable
            state = .absent(cause, detail: String(cString: strerror(error)))
        }
    }

    /// At the end of the silence, or of the patience with refusals: absent, unless the session's own socket got a
    /// datagram. A BMC may ignore pings, or share a link with its node that goes down with it.
    mutating func look(at now: Int64, sessionHeard: () -> Bool) {
        switch state {
        case .present: break
        case .absent: if sessionHeard() { state = .present }
        case .waiting, .refusedOnce:
            guard now >= silentAt else { return }
            state = sessionHeard() ? .present : .absent(.silent, detail: "")
        }
    }
}
