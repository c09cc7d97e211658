import ClusterModel

/// The stonith primitives, in the order of the file.
struct DeviceTable {
    private(set) var all: [DeviceConfiguration] = []
    private var index: [String: Int] = [:]
    /// Those that are declared and cannot be used; what names them is no mistake of its own.
    private(set) var leftOut: Set<String> = []
    private(set) var statements: [String: Statement] = [:]

    func has(_ id: String) -> Bool { index[id] != nil }
    var ids: [String] { all.map(\.id) }

    /// Whether its parameters say which nodes it controls, and the node is none of them.
    func lacks(_ node: NodeName, _ id: String) -> Bool {
        guard let place = index[id], case .listed(let targets) = all[place].targets else { return false }
        return !targets.contains(node)
    }

    mutating func setGroup(_ group: String, of id: String) {
        if let place = index[id] { all[place].group = group }
    }

    /// Takes `primitive ID stonith:TYPE …`; leaves every other primitive alone.
    mutating func read(_ statement: Statement, id: String, into report: inout Report) {
        guard statement.words.count > 2 else {
            leftOut.insert(id)
            if statement.isBroken { return }
            report.add(
                .mistake, statement, statement.words[1], "\(id) has no type",
                advice: "write primitive \(id) stonith:TYPE params …")
            return
        }
        let word = statement.words[2]
        guard let name = Self.stonithType(word.text) else {
            explainForeign(statement, word, id, into: &report)
            return
        }
        guard let type = DeviceType(name) else {
            leftOut.insert(id)
            report.add(
                .mistake, statement, word, "“\(name.prefix(60))” is no device type",
                advice: "write stonith:external/NAME or stonith:NAME; stonith -L lists them")
            return
        }
        let device = DeviceReader.read(statement, id: id, type: type, into: &report)
        guard !statement.isBroken else {
            leftOut.insert(id)
            return
        }
        index[id] = all.count
        all.append(device)
        statements[id] = statement
    }

    private static func stonithType(_ text: String) -> String? {
        guard text.lowercased().hasPrefix("stonith:") else { return nil }
        return String(text.dropFirst("stonith:".count))
    }

    /// A type with the slips that make a device look like another resource.
    private mutating func explainForeign(_ statement: Statement, _ word: Word, _ id: String, into report: inout Report)
    {
        let lower = word.text.lowercased()
        let classes = lower.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let first = classes.first.map { String(Substring($0)) } ?? ""
        if lower.hasPrefix("external/") || lower.hasPrefix("stonith/") {
            leftOut.insert(id)
            report.add(
                .mistake, statement, word, "“\(word.text.prefix(60))” is no type of a primitive",
                advice: "write stonith:\(lower.hasPrefix("external/") ? word.text : String(word.text.dropFirst(8)))")
        } else if classes.count > 1, NearestName.of(first, among: ["stonith"]) != nil {
            leftOut.insert(id)
            report.add(
                .mistake, statement, word, "unknown class “\(first)”",
                advice: "write stonith:\(word.text.dropFirst(first.count + 1))")
        } else if word.name != nil {
            leftOut.insert(id)
            report.add(
                .mistake, statement, word, "\(id) has no type", advice: "write primitive \(id) stonith:TYPE params …")
        }
    }
}
