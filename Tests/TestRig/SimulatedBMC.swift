import Foundation
import Synchronization

/// BMCs of OpenIPMI's `ipmi_sim`, through `Tests/rig/bmc-sim` (its header is its manual). Stopped with the last owner.
public final class SimulatedBMC: Sendable {
    public struct Failure: Error { public var text: String }

    private let folder: TemporaryFolder
    public let address: String
    public let port: Int
    /// Of each, in their order.
    public let addresses: [String]

    public static let user = "pacemaker"
    public static let password = "hogehoge"
    /// The node at its serial port; nil where it has none.
    public let serial: SerialPort?
    private let start: @Sendable () throws -> ProcessRun
    private static let tool = "\(Stage.repository)/Tests/rig/bmc-sim"
    /// Where one is at work now: `ipmi_sim` lets a second one bind the same port, and each would get some requests.
    private static let places = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - address: the first one's; each test takes its own, so that tests can run at the same time.
    ///   - hasSerial: whether the first one has serial over LAN, with a node that the test plays.
    ///   - isRealTime: whether it answers at once however busy this machine is, as another machine would; needs root.
    public init(
        _ address: String, port: Int = 6230, count: Int = 1, environment: [String: String] = [:],
        hasSerial: Bool = false, isRealTime: Bool = false
    ) throws {
        folder = try TemporaryFolder()
        self.address = address
        self.port = port
        serial = hasSerial ? try SerialPort(linkedAt: folder.path("1/tty-\(address)")) : nil
        let words = [Self.tool, "start", folder.root, address, "\(port)", "\(count)"]
        let command = (isRealTime ? ["/usr/bin/chrt", "--rr", "50"] : []) + words
        let environment = ProcessRun.plainEnvironment.merging(["BMC_SERIAL": hasSerial ? "yes" : "no"]) { $1 }
            .merging(environment) { $1 }
        start = { try ProcessRun.run(command[0], Array(command.dropFirst()), environment: environment) }
        guard Self.places.withLock({ $0.insert("\(address):\(port)").inserted }) else {
            throw Failure(text: "another test's BMC is at \(address) port \(port)")
        }
        let run = try start()
        guard run.status == 0 else { throw Failure(text: run.errors) }
        // A line each: its number, address, port and folder.
        addresses = run.output.split(separator: "\n").compactMap { line in
            let words = line.split(separator: "\t")
            return words.count == 4 ? String(words[1]) : nil
        }
    }

    /// A BMC that a script of the test starts, with `startCommand`, in a network of its own.
    public init(startedByScriptAt address: String) throws {
        folder = try TemporaryFolder()
        self.address = address
        addresses = [address]
        port = 6230
        serial = nil
        start = { throw Failure(text: "a script starts it") }
    }

    public var startCommand: String { "\(Self.tool) start \(folder.root) \(address) \(port)" }

    deinit {
        _ = try? ProcessRun.run(Self.tool, ["stop", folder.root])
        Self.places.withLock { _ = $0.remove("\(address):\(port)") }
    }

    /// Kills the BMCs: their port refuses from then on.
    public func stop() throws { _ = try ProcessRun.run(Self.tool, ["stop", folder.root]) }

    /// The same BMCs once more, after `stop()`, with the power and the log that they had.
    public func startAgain() throws {
        let run = try start()
        guard run.status == 0 else { throw Failure(text: run.errors) }
    }

    /// The parameters of an `external/ipmi` device for one of the BMCs.
    public func parameters(
        node: String = "pm01", interface: String = "lanplus", user: String = SimulatedBMC.user,
        password: String = SimulatedBMC.password
    ) -> [String] {
        [
            "hostname=\(node)", "ipaddr=\(address)", "ipport=\(port)", "userid=\(user)", "passwd=\(password)",
            "interface=\(interface)",
        ]
    }

    /// A wrapper around ipmitool that asks for cipher suite 3, for scripts that cannot.
    public var ipmitool: String { folder.path("ipmitool") }

    /// Takes every session the BMC has (63 on ipmi_sim 2.0.33) by opening them halfway.
    public func occupyAllSessions() throws {
        let request: [UInt8] =
            [0x06, 0x00, 0xFF, 0x07, 0x06, 0x10] + [UInt8](repeating: 0, count: 8) + [32, 0]
            + [0, 4, 0, 0, 1, 2, 3, 4] + [0, 0, 0, 8, 1, 0, 0, 0] + [1, 0, 0, 8, 1, 0, 0, 0] + [2, 0, 0, 8, 1, 0, 0, 0]
        let socket = try LoopbackSocket(to: address, port: port)
        for _ in 0..<70 { _ = try socket.exchange(request) }
    }

    /// The power log of BMC `number`, without its time stamps: `power 0`, `reset 1` and the like.
    public func log(_ number: Int = 1) throws -> [String] {
        try folder.read("\(number)/log").split(separator: "\n").map { line in
            line.split(separator: " ").dropFirst().joined(separator: " ")
        }
    }

    public func isOn(_ number: Int = 1) throws -> Bool { try folder.read("\(number)/power").hasPrefix("1") }

    public func set(on isOn: Bool, _ number: Int = 1) throws {
        try folder.write("\(number)/power", isOn ? "1\n" : "0\n")
    }

    /// How it misbehaves: the words of bmc-sim's `mode` file.
    public func set(mode: String, _ number: Int = 1) throws { try folder.write("\(number)/mode", mode + "\n") }
}
