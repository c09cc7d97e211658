import Control
import NIOCore

/// One client of the daemon's socket.
public final class ControlConnection {
    public let peer: PeerCredentials
    /// What it called itself; empty until its hello.
    public internal(set) var client = ""
    private let channel: any Channel
    private var unsentBytes = 0
    /// What this turn of the loop has to say: it leaves with one write.
    private var waiting: [UInt8] = []
    /// Shared with others of its kind.
    private let unsent: UnsentBytes
    public private(set) var isClosed = false

    /// A client that does not read what it asked for is cut off rather than waited for.
    /// Thousands of requests that end at once are told within this.
    static let unsentBytesMax = 16 * 1024 * 1024

    init(_ channel: any Channel, peer: PeerCredentials, unsent: UnsentBytes) {
        self.channel = channel
        self.peer = peer
        self.unsent = unsent
    }

    public func send(_ message: DaemonMessage) { send(line: message.encoded()) }

    /// - Parameter line: an encoded message.
    public func send(line: [UInt8]) {
        guard !isClosed else { return }
        unsentBytes += line.count
        guard unsent.take(line.count), unsentBytes <= Self.unsentBytesMax else {
            giveBack(line.count)
            return close()
        }
        if waiting.isEmpty { channel.eventLoop.assumeIsolated().execute { self.flush() } }
        waiting += line
    }

    private func flush() {
        guard !waiting.isEmpty else { return }
        let count = waiting.count
        channel.writeAndFlush(channel.allocator.buffer(bytes: waiting)).assumeIsolated().whenComplete { _ in
            self.giveBack(count)
        }
        waiting = []
    }

    private func giveBack(_ bytes: Int) {
        unsentBytes -= bytes
        unsent.giveBack(bytes)
    }

    /// What the socket has taken is still delivered.
    public func close() {
        flush()
        isClosed = true
        channel.close(promise: nil)
    }

    /// Whether more is read from the client; what it sends meanwhile waits in its socket.
    func read(_ isOn: Bool) { try? channel.syncOptions?.setOption(.autoRead, value: isOn) }

    func after(milliseconds: Int64, _ body: @escaping () -> Void) {
        channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds), body)
    }
}

extension ControlConnection: Hashable {
    public static func == (left: ControlConnection, right: ControlConnection) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
