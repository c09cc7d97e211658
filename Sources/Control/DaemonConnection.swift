import ClusterModel
import Glibc

/// A client's end of the daemon's socket. It blocks, in one thread, with a deadline for each wait.
public final class DaemonConnection {
    public static let pathDefault = "/run/stonith/stonithd.sock"

    /// Where the daemon listens: `STONITH_SOCKET` of the environment, or the usual place.
    public static var path: String {
        guard let path = getenv("STONITH_SOCKET"), path.pointee != 0 else { return pathDefault }
        return String(cString: path)
    }

    /// What the daemon said of itself.
    public let hello: DaemonHello
    private let path: String
    private let socket: ClientSocket
    private var buffer: LineBuffer

    /// Connects, and says and hears hello, by the deadline. `client` is for the daemon's log: `stonith fence`.
    public init(
        path: String = DaemonConnection.path, client: String, until deadline: Instant,
        interruption: Interruption? = nil
    ) throws(DaemonError) {
        self.path = path
        socket = try ClientSocket(path: path, until: deadline, interruption)
        buffer = LineBuffer(bytesMax: ControlLimits.answerBytesMax)
        do throws(DaemonError) {
            hello = try Self.greet(client, socket, &buffer, path, until: deadline)
        } catch .lost {
            throw .noDaemon(path: path, errno: ECONNRESET)
        } catch .noAnswer {
            throw .noDaemon(path: path, errno: ETIMEDOUT)
        } catch { throw error }
    }

    private static func greet(
        _ client: String, _ socket: ClientSocket, _ buffer: inout LineBuffer, _ path: String, until deadline: Instant
    ) throws(DaemonError) -> DaemonHello {
        try send(ClientHello(client: client).encoded(), socket, path, until: deadline)
        switch try next(&buffer, socket, path, until: deadline) {
        case .hello(let hello) where ControlLimits.versions.contains(hello.version): return hello
        case .hello(let hello): throw .refusedVersion([hello.version])
        case .error(let error) where error.code == .version: throw .refusedVersion(error.versions)
        case .error(let error): throw .refused(error)
        case .reply, .event: throw .badAnswer("no hello")
        case nil: throw .noAnswer(path: path)
        }
    }

    /// Sends a request.
    public func send(_ request: ControlRequest, until deadline: Instant) throws(DaemonError) {
        try Self.send(request.encoded(), socket, path, until: deadline)
    }

    /// The next message that this release knows. Nil when the moment came first; without one it waits for ever.
    public func nextMessage(until deadline: Instant? = nil) throws(DaemonError) -> DaemonMessage? {
        try Self.next(&buffer, socket, path, until: deadline ?? .endOfTime)
    }

    /// Sends a request that is answered with one reply, and waits for that; events on the way are skipped.
    public func ask(_ verb: ControlRequest.Verb, until deadline: Instant) throws(DaemonError) -> ControlReply.Body {
        try send(ControlRequest(verb), until: deadline)
        while let message = try nextMessage(until: deadline) {
            switch message {
            case .reply(let reply) where reply.body.verb == verb.name: return reply.body
            case .reply(let reply): throw .badAnswer("\(reply.body.verb) where \(verb.name) was asked")
            case .error(let error): throw .refused(error)
            case .hello: throw .badAnswer("a second hello")
            case .event: continue
            }
        }
        throw .noAnswer(path: path)
    }

    // MARK: Lines

    private static func send(
        _ line: [UInt8], _ socket: ClientSocket, _ path: String, until deadline: Instant
    ) throws(DaemonError) {
        do throws(ClientSocket.Stop) {
            try socket.send(line, until: deadline)
        } catch { throw DaemonError(error, path) }
    }

    private static func next(
        _ buffer: inout LineBuffer, _ socket: ClientSocket, _ path: String, until deadline: Instant
    ) throws(DaemonError) -> DaemonMessage? {
        while true {
            while let line = try nextLine(&buffer) {
                if let message = try decode(line) { return message }
            }
            do throws(ClientSocket.Stop) {
                buffer.append(try socket.receive(until: deadline))
            } catch .timeUp {
                return nil
            } catch { throw DaemonError(error, path) }
        }
    }

    private static func nextLine(_ buffer: inout LineBuffer) throws(DaemonError) -> ArraySlice<UInt8>? {
        do throws(LineBuffer.TooLong) {
            return try buffer.next()
        } catch { throw .badAnswer("a line of more than \(error.bytesMax) bytes") }
    }

    private static func decode(_ line: ArraySlice<UInt8>) throws(DaemonError) -> DaemonMessage? {
        do throws(ControlError) {
            return try DaemonMessage(decoding: line)
        } catch { throw .badAnswer(error.text) }
    }
}

extension DaemonError {
    fileprivate init(_ stop: ClientSocket.Stop, _ path: String) {
        switch stop {
        case .timeUp: self = .noAnswer(path: path)
        case .interrupted: self = .interrupted
        case .lost: self = .lost(path: path)
        }
    }
}
