import ClusterModel
import Control
import Execution
import Glibc
import Options

/// The command line of `stonithd`.
struct DaemonOptions: Sendable, Equatable {
    struct Misuse: Error, Equatable {
        var text: String
    }

    var node: NodeName
    var configuration = "/etc/stonith/stonith.crm"
    var policy = PolicyFile.standardPath
    var socket = "/run/stonith/stonithd.sock"
    var state = "/var/lib/stonith"
    var log = "/var/log/ha-log"
    /// Nil: no readable log is written.
    var readableLog: String? = "/var/log/stonithd.log"
    var isForeground = false
    var checksOnly = false
    var wantsRealtime = true
    var wantsLock = true
    var showsHelp = false
    var showsVersion = false

    /// Where a daemon after this one finds the fork servers; of the socket, since each socket has its daemon.
    var execFolder: String { socket + ".exec" }

    /// Of the consoles' ring files, which a daemon after this one goes on with.
    var consoleFolder: String { socket + ".console" }

    /// Of what is kept of consoles with the history.
    var consoleTexts: String { state + "/console" }

    /// In the foreground the log goes to standard error as well, but not to systemd's journal: when that stands still,
    /// as it does with its disk, the writer would too.
    var copiesLog: Bool { isForeground && getenv("JOURNAL_STREAM") == nil }

    private static let scanner = OptionScanner(takesValue: [
        "node": true, "config": true, "policy": true, "socket": true, "state": true, "log": true, "readable-log": true,
        "foreground": false, "check": false, "no-realtime": false, "no-lock": false, "help": false, "version": false,
        "f": false, "h": false, "V": false,
    ])

    /// - Parameter arguments: argv, the program's own name first.
    init(_ arguments: [String], ownNode: String = uname()) throws(Misuse) {
        guard let own = NodeName(ownNode) else {
            throw Misuse(text: "this node's name \(ownNode) is none; give --node")
        }
        node = own
        let items: [OptionScanner.Item]
        do { items = try Self.scanner.scan(arguments) } catch { throw Misuse(text: error.text) }
        for item in items {
            switch item {
            case .option(let name, let value, _): try take(name, value ?? "")
            case .operand(let text, _): throw Misuse(text: "\(text) is not an option")
            }
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(Misuse) {
        switch name {
        case "node":
            guard let node = NodeName(value) else { throw Misuse(text: "\(value) is not the name of a node") }
            self.node = node
        case "config": configuration = try path(name, value)
        case "policy": policy = try path(name, value)
        case "socket": socket = try path(name, value)
        case "state": state = try path(name, value)
        case "log": log = try path(name, value)
        case "readable-log": readableLog = value == "none" ? nil : try path(name, value)
        case "foreground", "f": isForeground = true
        case "check": checksOnly = true
        case "no-realtime": wantsRealtime = false
        case "no-lock": wantsLock = false
        case "help", "h": showsHelp = true
        case "version", "V": showsVersion = true
        default: preconditionFailure("the scanner's table has no other option: \(name)")
        }
    }

    private func path(_ name: String, _ value: String) throws(Misuse) -> String {
        guard !value.isEmpty else { throw Misuse(text: "--\(name) needs a path") }
        guard !value.hasPrefix("/") else { return value }
        // In the background its folder is another.
        guard let folder = getcwd(nil, 0) else { throw Misuse(text: "--\(name) needs a path that begins with /") }
        defer { free(folder) }
        return "\(String(cString: folder))/\(value)"
    }

    /// What `uname -n` prints.
    static func uname() -> String {
        var name = utsname()
        guard Glibc.uname(&name) == 0 else { return "" }
        return withUnsafePointer(to: &name.nodename) {
            $0.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
        }
    }
}
