import Foundation
import Synchronization

/// One connection to a daemon's socket, byte by byte: for what no honest client sends.
public final class SocketClient: Sendable {
    public static let hello = #"{"hello":"stonith","versions":[1],"client":"a test"}"#

    private let descriptor: Int32
    private let held = Mutex<[UInt8]>([])

    /// - Parameter greets: whether it says hello, and takes the answer away.
    public init(_ path: String, greets: Bool = true) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        precondition(path.utf8.count < 108)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        guard greets else { return }
        sendLine(Self.hello)
        guard readLine()?.contains(#""hello":"stonithd""#) == true else { throw POSIXError(.EPROTO) }
    }

    deinit { close(descriptor) }

    /// Sends all of it; false when the other end is gone, or takes nothing for so long.
    @discardableResult
    public func send(_ bytes: some Collection<UInt8>, seconds: Double = 10) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                guard errno == EAGAIN, poll(&entry, 1, Int32(seconds * 1000)) > 0 else { return false }
            }
        }
        return true
    }

    @discardableResult
    public func sendLine(_ text: String) -> Bool { send(Array((text + "\n").utf8)) }

    /// The next line without its end; nil when the other end has closed, or says nothing for so long.
    public func readLine(seconds: Double = 10) -> String? {
        let end = DispatchTime.now() + seconds
        while true {
            if let line = takeLine() { return line }
            let left = Double(end.uptimeNanoseconds) - Double(DispatchTime.now().uptimeNanoseconds)
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&entry, 1, Int32(left / 1e6) + 1) > 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: 65536)
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

    /// The next line that has this in it; the others before it are gone.
    public func readLine(with part: String, seconds: Double = 10) -> String? {
        let end = DispatchTime.now() + seconds
        while DispatchTime.now() < end, let line = readLine(seconds: seconds) {
            if line.contains(part) { return line }
        }
        return nil
    }

    /// Whether the other end closes within that time; what it says before is read away.
    public func isClosed(withinSeconds bound: Double = 10) -> Bool {
        let end = DispatchTime.now() + bound
        while DispatchTime.now() < end {
            if readLine(seconds: 0.02) == nil, isAtEnd { return true }
        }
        return false
    }

    private var isAtEnd: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN)
    }
}
