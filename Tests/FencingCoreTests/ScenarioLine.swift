import ClusterModel

/// One directive: its words, and what stands indented below it.
struct ScenarioLine {
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    var word: String
    /// What has no `=` in it, in order.
    var words: [String]
    /// `timeout=60s`
    var values: [String: String]
    var below: [ScenarioLine] = []
    /// `brief` stood before it.
    var isBrief: Bool

    init(_ text: String) {
        var parts = text.split(separator: " ").map(String.init)
        isBrief = parts.first == "brief"
        if isBrief { parts.removeFirst() }
        word = parts.first ?? ""
        words = parts.dropFirst().filter { !$0.contains("=") }
        values = [:]
        for part in parts.dropFirst() where part.contains("=") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[String(pair[0])] = String(pair[1])
        }
    }

    /// Lines that begin with a space belong to the one before.
    static func lines(_ texts: [String]) -> [ScenarioLine] {
        var lines: [ScenarioLine] = []
        for text in texts {
            if text.hasPrefix(" "), !lines.isEmpty {
                lines[lines.count - 1].below.append(ScenarioLine(text))
            } else {
                lines.append(ScenarioLine(text))
            }
        }
        return lines
    }

    func has(_ word: String) -> Bool { words.contains(word) }

    func text(_ index: Int) throws -> String {
        guard words.indices.contains(index) else { throw Mistake(description: "\(word): word \(index + 1) is missing") }
        return words[index]
    }

    func node(_ index: Int) throws -> NodeName { try Self.node(text(index)) }

    func request(_ index: Int) throws -> RequestID {
        guard let id = RequestID(try text(index)) else { throw Mistake(description: "\(word): no request id") }
        return id
    }

    static func node(_ text: String) throws -> NodeName {
        guard let node = NodeName(text) else { throw Mistake(description: "\(text) is no node name") }
        return node
    }

    /// `10s`, `250ms`
    static func milliseconds(_ text: String) throws -> Int64 {
        if text.hasSuffix("ms"), let number = Int64(text.dropLast(2)) { return number }
        if text.hasSuffix("s"), let number = Int64(text.dropLast()) { return number * 1000 }
        throw Mistake(description: "\(text) is no time; 10s or 250ms is")
    }

    func milliseconds(_ name: String, or fallback: Int64) throws -> Int64 {
        try values[name].map(Self.milliseconds) ?? fallback
    }

    /// `loop=10/3600s`
    func limit(_ name: String) throws -> FenceLimit? {
        guard let parts = values[name]?.split(separator: "/") else { return nil }
        guard parts.count == 2, let count = Int(parts[0]) else {
            throw Mistake(description: "\(name): a limit is 10/3600s")
        }
        return FenceLimit(count: count, milliseconds: try Self.milliseconds(String(parts[1])))
    }

    func action(_ index: Int) throws -> AgentAction? {
        guard words.indices.contains(index) else { return nil }
        return AgentAction.allCases.first { $0.name == words[index] }
    }
}
