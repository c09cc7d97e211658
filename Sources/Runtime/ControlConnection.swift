import Control
import NIOCore

/// One client of the daemon's socket.
public final class ControlConnection {
    public let peer: PeerCredentials
    /// What it called itself; empty until its hello.
    public internal(set) var client = ""
    private let channel: any Channel
    private var unsentBytes = 0
    public private(set) var isClosed = false

    /// A client that does not read what it asked for is cut off rather than waited for.
    static let unsentBytesMax = 4 * 1024 * 1024

    init(_ channel: any Channel, peer: PeerCredentials) {
        self.channel = channel
        self.peer = peer
    }

    public func send(_ message: DaemonMessage) {
        guard !isClosed else { return }
        let bytes = message.encoded()
        unsentBytes += bytes.count
        guard unsentBytes <= Self.unsentBytesMax else { return close() }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).assumeIsolated().whenComplete { _ in
            self.unsentBytes -= bytes.count
        }
    }

    /// What the socket has taken is still delivered.
    public func close() {
        isClosed = true
        channel.close(promise: nil)
    }

    func after(milliseconds: Int64, _ body: @escaping () -> Void) {
        channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds), body)
    }
}

extension ControlConnection: Hashable {
    public static func == (left: ControlConnection, right: ControlConnection) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
