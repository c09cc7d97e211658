import ClusterModel
import Control
import Execution
import NIOCore
import NIOPosix

/// The daemon's socket: greets clients and hands on what they ask.
public final class ControlServer {
    /// Who answers. Called on the loop.
    public protocol Listener: AnyObject {
        /// Asked for each request anew, since the policy may change.
        func rights(of peer: PeerCredentials) -> Set<Right>
        func hello(to connection: ControlConnection, version: Int64) -> DaemonHello
        func request(_ request: ControlRequest, from connection: ControlConnection)
        func left(_ connection: ControlConnection)
    }

    /// More at once are turned away. Those who may only read get a part of it, and so never keep out who may fence.
    private let connectionsMax: Int
    private static let readersPart = 4
    /// Who does not say hello by then is turned away.
    static let helloMilliseconds: Int64 = 10_000

    private weak var listener: (any Listener)?
    private let loop: any EventLoop
    private var channel: (any Channel)?
    private(set) lazy var turns = ReaderTurns(on: loop)
    private let unsentToActors = UnsentBytes(most: 256 * 1024 * 1024)
    private let unsentToReaders = UnsentBytes(most: 64 * 1024 * 1024)
    private var actors = 0
    private var readers = 0

    public init(on loop: any EventLoop, connectionsMax: Int, listener: any Listener) {
        self.loop = loop
        self.connectionsMax = connectionsMax
        self.listener = listener
    }

    /// - Parameter socket: bound and listening.
    public func serve(_ socket: Descriptor, failed: @escaping (String) -> Void) {
        let server = NIOLoopBound(self, eventLoop: loop)
        ServerBootstrap(group: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ControlChannelHandler(server.value))
                }
            }
            .withBoundSocket(socket.release())
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel): self.channel = channel
                case .failure(let error): failed("the socket cannot be served: \(error)")
                }
            }
    }

    /// No new clients; those that are there stay.
    public func close() { channel?.close(promise: nil) }

    /// As what the client is counted; nil when there are too many of its kind.
    func admit(_ peer: PeerCredentials) -> DaemonHello.Rights? {
        guard let seat = seat(of: peer) else { return nil }
        switch seat {
        case .act:
            guard actors < connectionsMax - connectionsMax / Self.readersPart else { return nil }
            actors += 1
        case .read:
            guard readers < connectionsMax / Self.readersPart else { return nil }
            readers += 1
        }
        return seat
    }

    private func seat(of peer: PeerCredentials) -> DaemonHello.Rights? {
        listener.map { $0.rights(of: peer).canAct ? .act : .read }
    }

    func unsent(_ peer: PeerCredentials) -> UnsentBytes {
        seat(of: peer) == .act ? unsentToActors : unsentToReaders
    }

    func forget(_ seat: DaemonHello.Rights) {
        switch seat {
        case .act: actors -= 1
        case .read: readers -= 1
        }
    }

    func greeted(_ connection: ControlConnection, version: Int64) {
        guard let listener else { return connection.close() }
        connection.send(.hello(listener.hello(to: connection, version: version)))
    }

    func request(_ request: ControlRequest, _ connection: ControlConnection) {
        listener?.request(request, from: connection)
    }

    func left(_ connection: ControlConnection) { listener?.left(connection) }
}
