import Foundation
import Synchronization

/// A server on a Unix socket of a test's own, which does with each connection what the test's script says.
public final class ScriptedServer: Sendable {
    /// One connection, in a thread of its own. It is closed when its script returns.
    public final class Peer: Sendable {
        /// Counted from 0.
        public let index: Int
        private let descriptor: Int32
        private let server: ScriptedServer
        private let held = Mutex<[UInt8]>([])

        fileprivate init(_ descriptor: Int32, _ index: Int, _ server: ScriptedServer) {
            self.descriptor = descriptor
            self.index = index
            self.server = server
        }

        deinit { close(descriptor) }

        /// The next line without its end; nil when the client has closed, or said nothing for 10 s.
        public func readLine() -> String? {
            while true {
                if let line = takeLine() {
                    server.lines.withLock { $0.append(line) }
                    return line
                }
                var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&entry, 1, 10_000) > 0 else { return nil }
                var bytes = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &bytes, bytes.count, 0)
                guard count > 0 else { return nil }
                held.withLock { $0.append(contentsOf: bytes.prefix(count)) }
            }
        }

        private func takeLine() -> String? {
            held.withLock { held in
                guard let end = held.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
                defer { held.removeSubrange(...end) }
                return String(decoding: held[..<end], as: UTF8.self)
            }
        }

        /// Sends bytes as they are; false when the client is gone.
        @discardableResult
        public func send(_ text: String) -> Bool {
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        public func sendLine(_ text: String) { send(text + "\n") }

        /// Waits until the client closes, 10 s at most.
        public func waitForClose() { while readLine() != nil {} }
    }

    private let listener: Int32
    private let lines = Mutex<[String]>([])
    private let count = Mutex(0)

    /// Listens at the path; a socket that is left there is taken away.
    public init(at path: String, _ script: @escaping @Sendable (Peer) -> Void) throws {
        unlink(path)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        precondition(path.utf8.count < 108)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(listener, 16) == 0 else { throw POSIXError(.EIO) }
        Thread { [listener] in Self.acceptAll(listener, script) { [weak self] in self } }.start()
    }

    deinit {
        stop()
        close(listener)
    }

    /// No connection is accepted any more; those that stand go on.
    public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// What came from all connections.
    public var received: [String] { lines.withLock { $0 } }

    /// How many connections there were.
    public var connections: Int { count.withLock { $0 } }

    private static func acceptAll(
        _ listener: Int32, _ script: @escaping @Sendable (Peer) -> Void, _ server: () -> ScriptedServer?
    ) {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0, let server = server() else { return }
            let index = server.count.withLock { count in
                defer { count += 1 }
                return count
            }
            let peer = Peer(descriptor, index, server)
            Thread { script(peer) }.start()
        }
    }
}
