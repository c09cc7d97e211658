import ClusterModel

extension StatementReader {
    private static let levelsMax = 100_000

    /// Whom a level is for.
    private enum Target {
        case node(String)
        case attribute(String, value: String)
        case pattern(String)

        /// What levels are counted by.
        var name: String {
            switch self {
            case .node(let name), .attribute(let name, _), .pattern(let name): name
            }
        }
    }

    /// `fencing_topology [NODE: | pattern:PATTERN | attr:NAME=VALUE] DEVICE[,DEVICE…] …`; levels without a target are
    /// for each node.
    mutating func topology() throws(Slip) -> Declaration {
        var (target, levels) = (Target?.none, [(target: Target?, devices: String)]())
        while let word = cursor.next() {
            if let next = try self.target(word) { target = next } else { levels.append((target, try devices(word))) }
        }
        guard let first = levels.first else {
            throw cursor.missing("a level", advice: "write fencing_topology pm01: DEVICE DEVICE")
        }
        guard first.target != nil || levels.count * context.nodeNames.count <= Self.levelsMax else {
            throw Slip(statement.words[0], "more than \(Self.levelsMax) levels", advice: "write levels of single nodes")
        }
        var element = CIBElement("fencing-topology")
        var counts: [String: Int] = [:]
        func add(_ target: Target, _ devices: String) {
            counts[target.name, default: 0] += 1
            element.children.append(Self.level(target, counts[target.name] ?? 1, devices))
        }
        for node in first.target == nil ? context.nodeNames : [] {
            for level in levels { add(.node(node), level.devices) }
        }
        for level in levels { if first.target != nil, let target = level.target { add(target, level.devices) } }
        var declaration = declaration(.topology, statement.words[0], element)
        declaration.object.id = "fencing_topology"
        return declaration
    }

    private static func level(_ target: Target, _ index: Int, _ devices: String) -> CIBElement {
        var level = CIBElement("fencing-level")
        switch target {
        case .node(let name): level["target"] = name
        case .pattern(let pattern): level["target-pattern"] = pattern
        case .attribute(let name, let value):
            level["target-attribute"] = name
            level["target-value"] = value
        }
        level["index"] = String(index)
        level["devices"] = devices
        return level
    }

    /// Nil for devices.
    private mutating func target(_ word: Word) throws(Slip) -> Target? {
        let lower = word.text.lowercased()
        if lower.hasPrefix("attr:") {
            let parts = word.text.dropFirst(5).split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ NameByte.areAll($0) }) else {
                throw Slip(word, "\(word.shown) is no node attribute with a value", advice: "write attr:NAME=VALUE")
            }
            return .attribute(String(parts[0]), value: String(parts[1]))
        }
        if lower.hasPrefix("pattern:"), lower.utf8.count > 8 { return .pattern(String(word.text.dropFirst(8))) }
        guard word.text.hasSuffix(":"), word.text.utf8.count > 1 else { return nil }
        let name = String(word.text.dropLast())
        refer(.node, name, word)
        return .node(name)
    }

    private mutating func devices(_ word: Word) throws(Slip) -> String {
        for name in word.text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let id = String(Substring(name))
            guard Self.isID(id) else {
                throw Slip(
                    word, "\(word.shown) is no list of devices",
                    advice: "devices of one level stand with commas and no blanks between")
            }
            refer(.device, id, word)
        }
        return word.text
    }
}
