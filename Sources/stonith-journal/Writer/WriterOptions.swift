import Journal
import Options

/// The command line of the writer: `stonith-journal --write …`, as stonithd gives it.
struct WriterOptions {
    var journal = JournalFolder.standard
    var log = "/var/log/ha-log"
    /// Nil: no readable log is written.
    var readableLog: String?
    /// Of what is kept of consoles; nil: nothing is.
    var consoles: String?
    var syslog = "/dev/log"
    /// Which run of the daemon it writes for.
    var run = ""
    /// Also log to standard error.
    var isForeground = false

    private static let scanner = OptionScanner(takesValue: [
        "write": false, "journal": true, "log": true, "readable-log": true, "syslog": true, "console": true,
        "run": true, "foreground": false,
    ])

    /// - Parameter arguments: argv, the program's own name first.
    init(_ arguments: [String]) throws(JournalFailure) {
        let items: [OptionScanner.Item]
        do { items = try Self.scanner.scan(arguments) } catch { throw JournalFailure(text: error.text) }
        for item in items {
            guard case .option(let name, let value, _) = item else {
                throw JournalFailure(text: "--write takes no operand")
            }
            take(name, value ?? "")
        }
    }

    private mutating func take(_ name: String, _ value: String) {
        switch name {
        case "journal": journal = JournalFolder(value)
        case "log": log = value
        case "readable-log": readableLog = value == "none" ? nil : value
        case "syslog": syslog = value
        case "console": consoles = value
        case "run": run = value
        case "foreground": isForeground = true
        default: break
        }
    }
}
