import ClusterModel
import Options

/// What one command line asks for.
struct Invocation: Equatable {
    enum Task: Equatable {
        case confirm(NodeName)
        case help
        case version
    }

    /// What is wrong with a command line, in the words of getopt where it has some.
    struct Misuse: Error, Equatable {
        var text: String
    }

    var task = Task.help
    /// Waits until there is a request.
    var waits = false
    /// Confirms in spite of proof that the node lives.
    var forces = false
    /// Confirms although nobody asks.
    var needsNoRequest = false
    var socket: String?

    private static let scanner = OptionScanner(takesValue: [
        "c": true, "w": false, "force": false, "no-request": false, "socket": true, "help": false, "version": false,
    ])

    /// - Parameter arguments: argv, the program's own name first.
    init(_ arguments: [String]) throws(Misuse) {
        var node: String?
        var told: Task?
        for item in try Self.scan(arguments) {
            switch item {
            case .option("c", let value, _): node = value
            case .option("socket", let value, _): socket = value
            case .option("w", _, _): waits = true
            case .option("force", _, _): forces = true
            case .option("no-request", _, _): needsNoRequest = true
            case .option("help", _, _): told = .help
            case .option: told = .version
            case .operand(let text, _): throw Misuse(text: "a node is named with -c, and \(text) is not")
            }
        }
        if let told {
            task = told
            return
        }
        guard let node else { throw Misuse(text: "-c NODE is missing") }
        guard let name = NodeName(node) else { throw Misuse(text: "\(node) is not the name of a node") }
        guard !waits || !needsNoRequest else { throw Misuse(text: "-w waits for what --no-request does without") }
        task = .confirm(name)
    }

    private static func scan(_ arguments: [String]) throws(Misuse) -> [OptionScanner.Item] {
        do { return try scanner.scan(arguments) } catch { throw Misuse(text: error.text) }
    }
}
