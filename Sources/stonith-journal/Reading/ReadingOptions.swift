import Glibc
import Journal
import Options

/// The command line of whoever reads the journal.
struct ReadingOptions: Equatable {
    enum Task: String {
        case show
        case verify
        case export
    }

    /// Nil: help is wanted.
    var task: Task?
    var journal = JournalFolder.standard
    var files: [String] = []
    var node: String?
    var request: String?
    var since: Int64?
    var countMax: Int?
    var asJSON = false
    var head: JournalHash?
    var from: Int64?
    var to: Int64?

    private static let scanner = OptionScanner(takesValue: [
        "journal": true, "node": true, "request": true, "since": true, "n": true, "json": false, "head": true,
        "from": true, "to": true, "help": false, "h": false,
    ])

    /// Which options each task has; the folder's is all tasks'.
    private static let own: [Task: Set<String>] = [
        .show: ["node", "request", "since", "n", "json"], .verify: ["head"], .export: ["since", "from", "to"],
    ]

    /// - Parameters:
    ///   - arguments: argv, the program's own name first.
    ///   - now: in seconds since 1970.
    init(_ arguments: [String], now: Int = time(nil)) throws(JournalFailure) {
        let items: [OptionScanner.Item]
        do { items = try Self.scanner.scan(arguments) } catch { throw JournalFailure(text: error.text) }
        var names: [String] = []
        for item in items {
            switch item {
            case .operand(let text, _): try take(operand: text)
            case .option("help", _, _), .option("h", _, _):
                task = nil
                return
            case .option(let name, let value, _):
                try take(name, value ?? "", now)
                names.append(name)
            }
        }
        guard let task else { throw JournalFailure(text: "one of show, verify, export is missing") }
        for name in names where name != "journal" && Self.own[task]?.contains(name) != true {
            throw JournalFailure(text: "\(task.rawValue) has no --\(name)")
        }
    }

    private mutating func take(operand text: String) throws(JournalFailure) {
        switch task {
        case nil:
            guard let task = Task(rawValue: text) else {
                throw JournalFailure(text: "\(text) is none of show, verify, export")
            }
            self.task = task
        case .verify: files.append(text)
        case .show, .export: throw JournalFailure(text: "\(text) is one word too many")
        }
    }

    private mutating func take(_ name: String, _ value: String, _ now: Int) throws(JournalFailure) {
        switch name {
        case "journal": journal = JournalFolder(value)
        case "node": node = value.lowercased()
        case "request": request = value
        case "since": since = try Self.since(value, now)
        case "n": countMax = Int(try Self.number(name, value))
        case "json": asJSON = true
        case "head": head = try Self.head(value)
        case "from": from = try Self.number(name, value)
        case "to": to = try Self.number(name, value)
        default: preconditionFailure("the scanner's table has no other option: \(name)")
        }
    }

    private static func number(_ name: String, _ text: String) throws(JournalFailure) -> Int64 {
        guard let number = Int64(text), (1...Int64(Int32.max)).contains(number) else {
            throw JournalFailure(text: "--\(name) \(text): a count, 1 or more")
        }
        return number
    }

    private static func head(_ text: String) throws(JournalFailure) -> JournalHash {
        guard let head = JournalHash(hex: Array(text.lowercased().utf8)) else {
            throw JournalFailure(text: "--head \(text): a hash has \(JournalHash.digits) hexadecimal digits")
        }
        return head
    }

    private static func since(_ text: String, _ now: Int) throws(JournalFailure) -> Int64 {
        guard let seconds = SinceTime.seconds(text, now: now) else {
            throw JournalFailure(
                text: "--since \(text): a time such as 2026-03-30, \"2026-03-30 14:43\", 14:43, or 90s, 15m, 12h, 7d")
        }
        return Int64(seconds) * 1000
    }
}
