import Wire

/// One line from the daemon.
public enum DaemonMessage: Sendable, Equatable {
    case hello(DaemonHello)
    case reply(ControlReply)
    case error(ControlError)
    case event(FencingEvent)

    /// Reads one line, without its end. Nil for an event that this release does not know.
    public init?(decoding line: ArraySlice<UInt8>) throws(ControlError) {
        let fields = try JSONFields(line: line, ControlLimits.answer)
        if fields.has("hello") {
            self = .hello(try DaemonHello(fields))
            return
        }
        switch try fields.string("event") {
        case "reply": self = .reply(try ControlReply(fields))
        case "error": self = .error(try ControlError(fields))
        case let name:
            guard let event = try FencingEvent(name, fields) else { return nil }
            self = .event(event)
        }
    }

    /// The line, with its end.
    public func encoded() -> [UInt8] {
        switch self {
        case .hello(let hello): hello.line.bytes
        case .reply(let reply): reply.line.bytes
        case .error(let error): error.line.bytes
        case .event(let event): event.line.bytes
        }
    }
}
