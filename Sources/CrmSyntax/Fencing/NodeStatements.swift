import ClusterModel

/// The `node` statements.
struct NodeStatements {
    /// In the order of the file.
    private(set) var named: [NodeName] = []
    private var seen: Set<NodeName> = []

    /// `node [$id=… | ID:] NAME[:TYPE] …`
    mutating func read(_ statement: Statement, into report: inout Report) {
        var words = statement.words.dropFirst()
        while let first = words.first, first.text.hasPrefix("$id=") || words.count > 1 && first.text.hasSuffix(":") {
            words = words.dropFirst()
        }
        guard let word = words.first else {
            if !statement.isBroken {
                report.add(.mistake, statement, at: 0, "node without a name", advice: "write node pm01")
            }
            return
        }
        let parts = word.text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let node = parts.first.flatMap({ NodeName(String(Substring($0))) }), parts.count <= 2 else {
            report.add(
                .mistake, statement, word, "“\(word.text.prefix(40))” is no node name",
                advice: "names have A-Z a-z 0-9 . _ - only")
            return
        }
        guard seen.insert(node).inserted else {
            report.add(.mistake, statement, word, "the node \(node) is declared twice", advice: "leave one of them")
            return
        }
        named.append(node)
    }

    /// The nodes named by the file, then those that devices can fence.
    func withTargets(of devices: [DeviceConfiguration], and others: [NodeName] = []) -> [NodeName] {
        var (nodes, seen) = (named, seen)
        for device in devices {
            guard case .listed(let targets) = device.targets else { continue }
            nodes += targets.filter { seen.insert($0).inserted }
        }
        return nodes + others.filter { seen.insert($0).inserted }
    }
}
