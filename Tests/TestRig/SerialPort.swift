import Foundation
import Synchronization

/// A serial line that the test holds one end of: the node at a BMC's serial port, or a person at a terminal.
public final class SerialPort: Sendable {
    /// Of the other end.
    public let path: String
    private let master: Int32
    /// Open as long as this is: without it the line would break when the other side closes its end.
    private let slave: Int32
    private let heard = Mutex<[UInt8]>([])

    /// - Parameters:
    ///   - link: Where a link to the other end is made; its folder as well.
    ///   - isRaw: False for a terminal as a person has it.
    public init(linkedAt link: String? = nil, isRaw: Bool = true) throws {
        var ends: (Int32, Int32) = (-1, -1)
        guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0, let name = ttyname(ends.1) else { throw POSIXError(.EIO) }
        (master, slave) = ends
        path = String(cString: name)
        _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        if isRaw {
            var settings = termios()
            tcgetattr(slave, &settings)
            cfmakeraw(&settings)
            tcsetattr(slave, TCSANOW, &settings)
        }
        guard let link else { return }
        let folder = URL(fileURLWithPath: link).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    }

    deinit {
        close(slave)
        close(master)
    }

    /// A copy of the other end, for a child.
    public func terminal() -> Int32 { dup(slave) }

    public func write(_ text: String) { write(Array(text.utf8)) }

    /// What does not fit at once is written as the other side takes it.
    public func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        _ = eventually {
            let count = rest.withUnsafeBytes { Foundation.write(master, $0.baseAddress, $0.count) }
            rest = rest.dropFirst(max(0, count))
            return rest.isEmpty
        }
    }

    /// All that came from the other end so far.
    public var text: String {
        heard.withLock { heard in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(master, &bytes, bytes.count)
                guard count > 0 else { break }
                heard += bytes.prefix(count)
            }
            return String(decoding: heard, as: UTF8.self)
        }
    }

    /// Whether the terminal gives each key at once and prints none.
    public var isRaw: Bool {
        var settings = termios()
        return tcgetattr(slave, &settings) == 0 && settings.c_lflag & tcflag_t(ICANON | ECHO) == 0
    }
}
