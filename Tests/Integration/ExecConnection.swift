import Execution
import Foundation
import TestRig
import Wire

/// One end of a socket of `stonith-exec`, spoken to frame by frame.
final class ExecConnection {
    private let socket: Descriptor
    private var unread: ArraySlice<UInt8> = []
    /// What came, in bytes.
    private(set) var received = 0

    init(_ socket: Descriptor) { self.socket = socket }

    /// Comes later, to where `--keep` says. Nil when nobody is there.
    convenience init?(to path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let number = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            Glibc.close(number)
            return nil
        }
        self.init(Descriptor(number))
    }

    func close() { socket.close() }

    func send(_ requests: ExecRequest...) {
        for request in requests {
            var rest = request.encoded()[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// The next reply; nil when none comes in time, or the other end closed.
    func next(seconds: Double = 10) throws -> ExecReply? {
        while true {
            if let reply = try ExecReply.next(from: &unread) { return reply }
            guard let bytes = readSome(seconds: seconds), !bytes.isEmpty else { return nil }
            unread = ArraySlice(Array(unread) + bytes)
        }
    }

    /// All replies up to the one that says that it has told all.
    func catchUp() throws -> [ExecReply] {
        var replies: [ExecReply] = []
        while let reply = try next() {
            if reply == .caughtUp { return replies }
            replies.append(reply)
        }
        throw ProcessRun.Failure.tookTooLong("catching up", seconds: 10)
    }

    /// Whether the other end has closed it, without a further word.
    func isClosed(seconds: Double = 10) -> Bool { readSome(seconds: seconds)?.isEmpty == true }

    /// Nothing at its end, nil when nothing comes in time.
    private func readSome(seconds: Double) -> [UInt8]? {
        var entry = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(seconds * 1000)) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = read(socket.number, &bytes, bytes.count)
        received += max(0, count)
        return Array(bytes.prefix(max(0, count)))
    }
}
