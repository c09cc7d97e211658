import CLinux
import Execution
import Glibc
import NIOCore

/// Tells a service manager how this process is: the datagrams of sd_notify(3), without libsystemd. It never blocks, and
/// what cannot be delivered is not missed.
public final class ServiceNotifier {
    private let path: String
    private let loop: any EventLoop
    /// Half of what the manager allows between two signs of life; nil where it wants none.
    private let watchdogNanoseconds: Int64?
    private var socket: Descriptor?
    private var status = ""

    /// What `$NOTIFY_SOCKET` and `$WATCHDOG_USEC` ask for; nil where they ask for nothing. They are taken out of the
    /// environment: an agent must not speak for the daemon. To be called while there is one thread.
    public static func ofThisProcess(on loop: any EventLoop) -> ServiceNotifier? {
        let names = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]
        let values = names.map { Environment.value($0) }
        for name in names { unsetenv(name) }
        guard let path = values[0] else { return nil }
        let isForUs = values[2].map { Int32($0) == getpid() } ?? true
        return ServiceNotifier(path, watchdogMicroseconds: isForUs ? values[1].flatMap(Int64.init) : nil, on: loop)
    }

    /// - Parameter path: of a datagram socket; `@` begins an abstract name.
    init(_ path: String, watchdogMicroseconds: Int64?, on loop: any EventLoop) {
        self.path = path
        self.loop = loop
        let span = watchdogMicroseconds.map { min($0, 1 << 50) * 500 }
        watchdogNanoseconds = span.flatMap { $0 > 0 ? $0 : nil }
    }

    // MARK: What is told

    /// - Parameter status: one line for `systemctl status`.
    public func ready(status: String) {
        self.status = status
        send("READY=1\nSTATUS=\(status)")
    }

    /// Until the next `ready`.
    public func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
    }

    public func stopping() { send("STOPPING=1") }

    /// Only what has changed is said.
    public func say(status: String) {
        guard status != self.status else { return }
        self.status = status
        send("STATUS=\(status)")
    }

    /// A sign of life from the loop, twice in the span in which one is expected: a loop that stands still is seen.
    public func keepWatchdogQuiet() {
        guard let watchdogNanoseconds else { return }
        send("WATCHDOG=1")
        loop.assumeIsolated().scheduleTask(in: .nanoseconds(watchdogNanoseconds)) { [weak self] in
            self?.keepWatchdogQuiet()
        }
    }

    // MARK: The socket

    /// A manager that was started anew has another socket at the same path.
    private func send(_ text: String) {
        if sendNow(text) { return }
        let number = linux_connect_datagram(path)
        guard number >= 0 else { return }
        socket = Descriptor(number)
        _ = sendNow(text)
    }

    /// False when there is no connection. A full queue is no reason for another one.
    private func sendNow(_ text: String) -> Bool {
        guard let socket else { return false }
        let bytes = Array(text.utf8)
        let count = bytes.withUnsafeBytes {
            Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        return count >= 0 || errno == EAGAIN || errno == ENOBUFS
    }
}
