import Options

/// The command line of `stonith-console`, as `stonith console` and `stonithd` give it.
struct ConsoleOptions: Equatable {
    struct Misuse: Error, Equatable {
        var text: String
    }

    enum Task: Equatable {
        /// Keeps the last of what comes in a ring file (descriptor 3).
        case capture
        /// A person, or a program through pipes, has the console; parameters come through descriptor 3.
        case attach
        case help
        case version
    }

    var task: Task?
    /// For messages.
    var node = ""
    /// A console that was silent for so long is opened anew.
    var renewSeconds: Int64 = 3600
    /// Take the console from whoever has it.
    var steals = false

    private static let scanner = OptionScanner(takesValue: [
        "capture": false, "attach": false, "node": true, "steal": false, "renew": true, "help": false, "h": false,
        "version": false,
        "V": false,
    ])

    /// - Parameter arguments: argv, the program's own name first.
    init(_ arguments: [String]) throws(Misuse) {
        let items: [OptionScanner.Item]
        do { items = try Self.scanner.scan(arguments) } catch { throw Misuse(text: error.text) }
        for item in items {
            guard case .option(let name, let value, _) = item else { throw Misuse(text: "it takes no operand") }
            try take(name, value ?? "")
        }
        if task == nil { throw Misuse(text: "--capture or --attach is missing") }
    }

    private mutating func take(_ name: String, _ value: String) throws(Misuse) {
        switch name {
        case "capture": task = .capture
        case "attach": task = .attach
        case "node": node = value
        case "steal": steals = true
        case "renew":
            guard let seconds = Int64(value), (1...86_400).contains(seconds) else {
                throw Misuse(text: "--renew \(value): whole seconds, 1 to 86400")
            }
            renewSeconds = seconds
        case "help", "h": task = .help
        case "version", "V": task = .version
        default: break
        }
    }
}
