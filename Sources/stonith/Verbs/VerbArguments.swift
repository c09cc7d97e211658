import ClusterModel
import Options

/// The command line behind a verb.
struct VerbArguments {
    /// What is wrong with it.
    struct Misuse: Error, Equatable {
        var text: String
    }

    private(set) var operands: [String] = []
    private(set) var flags: Set<String> = []
    private var values: [String: String] = [:]

    /// - Parameter arguments: argv, the program's own name and the verb first.
    init(_ verb: Verb, _ arguments: [String]) throws(Misuse) {
        let items: [OptionScanner.Item]
        do {
            items = try OptionScanner(takesValue: verb.options).scan(Array(arguments.dropFirst()))
        } catch {
            throw Misuse(text: error.text)
        }
        for item in items {
            switch item {
            case .option(let name, nil, _): flags.insert(name)
            case .option(let name, let value?, _):
                guard values.updateValue(value, forKey: name) == nil else {
                    throw Misuse(text: "--\(name) is given twice")
                }
            case .operand(let text, _): operands.append(text)
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    func value(_ name: String) -> String? { values[name] }

    /// Whole seconds, or another count.
    func number(_ name: String, in range: ClosedRange<Int64>, _ what: String) throws(Misuse) -> Int64? {
        guard let text = values[name] else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw Misuse(text: "--\(name) \(text): \(what), \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func choice<Value>(_ name: String, _ choices: [(String, Value)]) throws(Misuse) -> Value? {
        guard let text = values[name] else { return nil }
        guard let choice = choices.first(where: { $0.0 == text }) else {
            throw Misuse(text: "--\(name) \(text): one of \(choices.map(\.0).joined(separator: ", "))")
        }
        return choice.1
    }

    // MARK: Operands

    func noOperand() throws(Misuse) {
        if let first = operands.first { throw Misuse(text: "\(first) is one word too many") }
    }

    func operand(_ what: String) throws(Misuse) -> String {
        guard let first = operands.first else { throw Misuse(text: "the \(what) is missing") }
        guard operands.count == 1 else { throw Misuse(text: "one \(what) at a time, not \(first) and \(operands[1])") }
        return first
    }

    func node() throws(Misuse) -> NodeName {
        let text = try operand("node")
        guard let node = NodeName(text) else { throw Misuse(text: "\(text) is not a node name") }
        return node
    }

    func optionalNode() throws(Misuse) -> NodeName? { operands.isEmpty ? nil : try node() }

    static func requestID(_ text: String) throws(Misuse) -> RequestID {
        guard let id = RequestID(text) else {
            throw Misuse(text: "\(text) is not the id of a request: 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        return id
    }
}
