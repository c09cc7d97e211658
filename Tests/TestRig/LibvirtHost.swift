import Foundation

/// A hypervisor of the test's own: a real libvirtd with real QEMU domains, and an sshd in front of it, through
/// `Tests/rig/libvirt-host` (its header is its manual). Gone with its last owner. Needs root.
public final class LibvirtHost: Sendable {
    public struct Failure: Error { public var text: String }

    private let folder: TemporaryFolder
    private let program: RunningProcess
    public let address: String
    public let port: Int

    public static let isAllowed = Namespace.isAllowed

    /// - Parameters:
    ///   - address: of its sshd and libvirtd; each test takes its own, so that tests can run at the same time.
    ///   - domains: their names; `+` behind one: it is started, `~`: transient and started.
    public init(_ address: String, port: Int = 2241, _ domains: String...) throws {
        folder = try TemporaryFolder()
        self.address = address
        self.port = port
        program = try RunningProcess(
            "\(Stage.repository)/Tests/rig/libvirt-host", [folder.root, address, "\(port)"] + domains,
            output: folder.path("rig.log"))
        let isReady = eventually(withinSeconds: 60) {
            program.isOver || FileManager.default.fileExists(atPath: folder.path("ready"))
        }
        guard isReady, !program.isOver else { throw Failure(text: try folder.read("rig.log")) }
    }

    public func path(_ name: String) -> String { folder.path(name) }
    public func read(_ name: String) throws -> String { try folder.read(name) }
    public func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        try folder.write(name, text, mode: mode)
    }

    // MARK: Ways to it

    public var socketURI: String { Self.uri(socket: folder.path("run/libvirt-sock")) }
    public var tlsURI: String { "qemu+tls://\(address):\(port + 1)/system?pkipath=\(folder.path("pki"))" }

    public static func uri(socket path: String) -> String { "qemu+unix:///system?socket=\(path)" }

    public func sshURI(user: String = "root", port: Int? = nil) -> String {
        "qemu+ssh://\(user)@\(address):\(port ?? self.port)/system?command=\(folder.path("ssh"))"
    }

    /// Runs virsh on it, past whatever is under test.
    @discardableResult
    public func virsh(_ arguments: String...) throws -> ProcessRun {
        try ProcessRun.run("/usr/bin/virsh", ["-q", "-c", socketURI] + arguments)
    }

    // MARK: What the domains are and were

    public func isOn(_ domain: String) throws -> Bool {
        try virsh("list", "--name").output.split(separator: "\n").contains(Substring(domain))
    }

    /// What a domain went through since the rig was ready: `off`, `on`. Told a little after it happened.
    public func events(of domain: String) throws -> [String] {
        try lines(of: domain).compactMap { line in
            line.hasSuffix(": Stopped Destroyed") ? "off" : line.contains(": Started ") ? "on" : nil
        }
    }

    /// How often its machine was reset. QEMU counts the beginning of one as well.
    public func resets(of domain: String) throws -> Int {
        try lines(of: domain).filter { $0.hasPrefix("event 'reboot'") }.count
    }

    private func lines(of domain: String) throws -> [Substring] {
        try folder.read("events").split(separator: "\n").filter { $0.contains("'\(domain)'") }
    }

    // MARK: Signals

    /// To libvirtd, as it is seen from outside of its namespaces.
    public func signalLibvirtd(_ number: Int32) throws {
        try signal(number, whoseArgumentsHave: "libvirtd --listen --config \(folder.root)/")
    }

    /// To the process that is the domain.
    public func signal(domain: String, _ number: Int32) throws {
        try signal(number, whoseArgumentsHave: "guest=\(domain),")
    }

    private func signal(_ number: Int32, whoseArgumentsHave words: String) throws {
        let room = try mountNamespace(of: inner())
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc")
        let found = names.compactMap { pid_t($0) }.filter { pid in
            guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
            let text = String(decoding: data, as: UTF8.self).replacing("\0", with: " ")
            return text.contains(words) && (try? mountNamespace(of: pid)) == room
        }
        guard !found.isEmpty else { throw Failure(text: "there is no process with \(words)") }
        for pid in found { kill(pid, number) }
    }

    private func mountNamespace(of pid: pid_t) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/mnt")
    }

    /// The rig's process 1, as it is seen from outside.
    private func inner() throws -> pid_t {
        let path = "/proc/\(program.pid)/task/\(program.pid)/children"
        let children = try String(contentsOfFile: path, encoding: .utf8)
        guard let first = children.split(separator: " ").first, let pid = pid_t(first) else {
            throw Failure(text: "the rig is gone")
        }
        return pid
    }
}
