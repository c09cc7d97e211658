import Control
import Execution
import NIOCore
import NIOPosix

/// The daemon's socket: greets clients and hands on what they ask.
public final class ControlServer {
    /// Who answers. Called on the loop.
    public protocol Listener: AnyObject {
        func hello(to connection: ControlConnection, version: Int64) -> DaemonHello
        func request(_ request: ControlRequest, from connection: ControlConnection)
        func left(_ connection: ControlConnection)
    }

    /// More at once are turned away.
    static let connectionsMax = 1024

    private weak var listener: (any Listener)?
    private let loop: any EventLoop
    private var channel: (any Channel)?
    private var count = 0

    public init(on loop: any EventLoop, listener: any Listener) {
        self.loop = loop
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

    func admit() -> Bool {
        count += 1
        return count <= Self.connectionsMax
    }

    func forget() { count -= 1 }

    func greeted(_ connection: ControlConnection, version: Int64) {
        guard let listener else { return connection.close() }
        connection.send(.hello(listener.hello(to: connection, version: version)))
    }

    func request(_ request: ControlRequest, _ connection: ControlConnection) {
        listener?.request(request, from: connection)
    }

    func left(_ connection: ControlConnection) { listener?.left(connection) }
}
