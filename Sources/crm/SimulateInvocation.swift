import ClusterSimulation
import Options

/// What one command line of crm_simulate asks for.
struct SimulateInvocation: Equatable {
    enum Source: Equatable {
        case none
        case file(String)
        case pipe
    }

    var source = Source.none
    /// Shows what the cluster would do (-R).
    var schedules = false
    /// Does it, in its head (-S).
    var simulates = false
    /// Writes the result over its source (-X).
    var storesInPlace = false
    var showsScores = false
    var isQuiet = false
    var verbosity = 0
    var asJSON = false
    /// Headings and bullets with scores too.
    var isFancy = false
    var showsHelp = false
    var showsVersion = false
    var showsAllActions = false
    /// ISO 8601.
    var date: String?
    var inputFile: String?
    var outputFile: String?
    var graphFile: String?
    var dotFile: String?
    /// The answer goes there (--output-to).
    var answerFile: String?
    /// The resource that is to be explained.
    var subject: String?
    var profileFolder: String?
    var repeats = 1
    var injections = Injections()
    var failures: [OperationSpecification] = []

    /// - Parameter arguments: the tool's name, then its arguments.
    init(_ arguments: [String]) throws(ToolFailure) {
        let items: [OptionScanner.Item]
        do { items = try OptionScanner(takesValue: Self.options).scan(arguments) } catch {
            throw .misuse(error.text)
        }
        for item in items {
            switch item {
            case .option(let name, let value, _):
                let name = Self.letters[name] ?? name
                if let value { try take(name, value) } else { try take(name) }
            case .operand(let text, _): throw .misuse("\(text) belongs to no option; -x \(text)?")
            }
        }
    }

    /// Options of the field, and what they are called in full.
    private static let letters = [
        "x": "xml-file", "p": "xml-pipe", "L": "live-check", "R": "run", "S": "simulate", "X": "in-place",
        "s": "show-scores", "Q": "quiet", "V": "verbose", "D": "save-dotfile", "G": "save-graph", "I": "save-input",
        "O": "save-output", "a": "all-actions", "t": "set-datetime", "i": "op-inject", "F": "op-fail", "u": "node-up",
        "d": "node-down", "f": "node-fail", "q": "quorum", "w": "watchdog", "P": "profile", "N": "repeat",
        "A": "show-attrs", "c": "show-failcounts", "U": "show-utilization", "g": "ticket-grant",
        "r": "ticket-revoke", "b": "ticket-standby", "e": "ticket-activate", "h": "help", "?": "help", "$": "version",
    ]

    private static let withValue: Set<String> = [
        "xml-file", "save-dotfile", "save-graph", "save-input", "save-output", "set-datetime", "op-inject", "op-fail",
        "node-up", "node-down", "node-fail", "quorum", "watchdog", "profile", "repeat", "ticket-grant",
        "ticket-revoke", "ticket-standby", "ticket-activate", "output-as", "output-to", "why",
    ]

    private static let options: [String: Bool] = {
        let words = Array(letters.values) + ["output-as", "output-to", "why", "json", "text-fancy"]
        var options = Dictionary(words.map { ($0, withValue.contains($0)) }, uniquingKeysWith: { first, _ in first })
        for (letter, word) in letters { options[letter] = withValue.contains(word) }
        return options
    }()

    // MARK: Options without a value

    private mutating func take(_ name: String) throws(ToolFailure) {
        switch name {
        case "xml-pipe": source = .pipe
        case "run": schedules = true
        case "simulate": simulates = true
        case "in-place":
            simulates = true
            storesInPlace = true
        case "show-scores": showsScores = true
        case "quiet": isQuiet = true
        case "verbose": verbosity += 1
        case "json": asJSON = true
        case "text-fancy": isFancy = true
        case "all-actions": showsAllActions = true
        case "help": showsHelp = true
        case "version": showsVersion = true
        case "live-check":
            throw ToolFailure(
                "no cluster of this toolkit runs here to be looked at; give its CIB with -x FILE", .unavailable)
        case "show-attrs", "show-failcounts", "show-utilization":
            throw ToolFailure("--\(name) is not there yet", .unimplemented)
        default: preconditionFailure("the table has no other option without a value: \(name)")
        }
    }

    // MARK: Options with a value

    private mutating func take(_ name: String, _ value: String) throws(ToolFailure) {
        switch name {
        case "xml-file": source = value == "-" ? .pipe : .file(value)
        case "save-dotfile": dotFile = value
        case "save-graph": graphFile = value
        case "save-input": inputFile = value
        case "save-output": outputFile = value
        case "output-to": answerFile = value == "-" ? nil : value
        case "output-as": try takeFormat(value)
        case "set-datetime": date = value
        case "why":
            guard subject == nil else { throw .misuse("--why is given twice; ask for one resource at a time") }
            subject = value
        case "profile": profileFolder = value
        case "repeat": try takeRepeats(value)
        case "ticket-grant", "ticket-revoke", "ticket-standby", "ticket-activate":
            throw ToolFailure("tickets are not there yet (--\(name))", .unimplemented)
        default: try takeInjection(name, value)
        }
    }

    private mutating func takeFormat(_ value: String) throws(ToolFailure) {
        switch value {
        case "text": asJSON = false
        case "json": asJSON = true
        case "xml": throw ToolFailure("--output-as=xml is not there; --json is for programs", .unimplemented)
        default: throw .misuse("--output-as takes text or json, not \(value)")
        }
    }

    private mutating func takeRepeats(_ value: String) throws(ToolFailure) {
        guard let count = Int(value), (1...1_000_000).contains(count) else {
            throw .misuse("--repeat takes a number from 1, not \(value)")
        }
        repeats = count
    }

    private mutating func takeInjection(_ name: String, _ value: String) throws(ToolFailure) {
        switch name {
        case "node-up":
            guard !value.isEmpty, !value.unicodeScalars.contains(where: { $0.value < 0x21 || $0.value == 0x7F }) else {
                throw .misuse("“\(value)” is no name of a node")
            }
            injections.nodesUp.append(value)
        case "node-down": injections.nodesDown.append(value)
        case "node-fail": injections.nodesFailed.append(value)
        case "quorum": injections.quorum = value
        case "watchdog": injections.watchdog = value
        case "op-inject": injections.operations.append(try Self.operation(value))
        case "op-fail": failures.append(try Self.operation(value))
        default: preconditionFailure("the table has no other option with a value: \(name)")
        }
    }

    private static func operation(_ text: String) throws(ToolFailure) -> OperationSpecification {
        do { return try OperationSpecification(text) } catch { throw .misuse(error.text) }
    }

    /// Whether the scheduler has to run at all.
    var needsSchedule: Bool {
        schedules || simulates || showsScores || subject != nil || graphFile != nil || dotFile != nil
    }

    /// The four parts are shown: not where quiet was asked for, or only an explanation.
    var showsParts: Bool { !isQuiet && (subject == nil || schedules || simulates || showsScores) }
}
