import ClusterModel
import Options

/// What one command line asks for.
struct Invocation: Equatable {
    enum Source: Equatable {
        case none
        case pairs
        /// `-p "v1 v2"`: values in the order of `-n`.
        case positional(Secret)
        /// `-F FILE`: the same in a file.
        case file(String)
        /// `-E`: from the environment, under the names of `-n`.
        case environment
    }

    var type: String?
    var listsTypes = false
    var listsNames = false
    var showsMetadata = false
    var showsHelp = false
    var showsUsage = false
    var showsVersion = false
    var listsHosts = false
    var showsStatus = false
    var isSilent = false
    var verbosity = 0
    var asJSON = false
    var count = 1
    /// Nil: as long as such a device needs.
    var timeoutSeconds: UInt64?
    var action: AgentAction?
    var node: String?
    var source = Source.none
    var pairs: [Parameter] = []

    /// Misuse: what is wrong, in the words of getopt or cluster-glue where they have some.
    struct Misuse: Error, Equatable {
        var text: String

    }

    static let scanner = OptionScanner(takesValue: [
        "c": true, "F": true, "p": true, "t": true, "T": true,
        "E": false, "s": false, "n": false, "S": false, "l": false, "L": false, "m": false, "v": false, "h": false,
        "V": false, "d": false, "help": false, "version": false, "json": false, "timeout": true,
    ])

    init(_ items: [OptionScanner.Item]) throws(Misuse) {
        for item in items {
            switch item {
            case .option(let name, let value, _):
                if let value { try take(name, value) } else { try take(name) }
            case .operand(let text, _): try take(operand: text)
            }
        }
        if action != nil, node == nil { throw Misuse(text: "-T needs the name of a node behind it") }
    }

    private mutating func take(_ name: String, _ value: String) throws(Misuse) {
        switch name {
        case "t": type = value
        case "p": try use(.positional(Secret(value)))
        case "F": try use(.file(value))
        case "T":
            guard let action = AgentAction(powerVerb: value) else {
                throw Misuse(text: "bad reset type [\(value)]: reset, on or off")
            }
            self.action = action
        case "c":
            guard let count = Int(value), count >= 1 else { throw Misuse(text: "bad count [\(value)]") }
            self.count = count
        case "timeout":
            guard let seconds = UInt64(value), (1...86_400).contains(seconds) else {
                throw Misuse(text: "bad timeout [\(value)]: whole seconds, 1 to 86400")
            }
            timeoutSeconds = seconds
        default: preconditionFailure("the scanner's table has no other option with a value: \(name)")
        }
    }

    private mutating func take(_ name: String) throws(Misuse) {
        switch name {
        case "E": try use(.environment)
        case "s": isSilent = true
        case "n": listsNames = true
        case "S": showsStatus = true
        case "l": listsHosts = true
        case "L": listsTypes = true
        case "m": showsMetadata = true
        case "v", "d": verbosity += name == "v" ? 1 : 2
        case "h": showsHelp = true
        case "help": showsUsage = true
        case "V", "version": showsVersion = true
        case "json": asJSON = true
        default: preconditionFailure("the scanner's table has no other option: \(name)")
        }
    }

    private mutating func take(operand: String) throws(Misuse) {
        // By bytes: a combining mark behind the sign makes one character of both.
        guard let sign = operand.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            if let node { throw Misuse(text: "one node at a time, not \(node) and \(operand)") }
            node = operand
            return
        }
        try use(.pairs)
        let name = String(operand[..<sign])
        guard !pairs.contains(where: { $0.name == name }) else {
            throw Misuse(text: "parameter \(name) is given twice")
        }
        let value = Secret(String(operand[operand.utf8.index(after: sign)...]))
        pairs.append(Parameter(name: name, value: value))
    }

    private mutating func use(_ source: Source) throws(Misuse) {
        guard self.source == .none || self.source == .pairs && source == .pairs else {
            throw Misuse(text: "parameters may come from one of -p, -F, -E and name=value, not from several")
        }
        self.source = source
    }
}
