import ClusterModel

/// `fencing_topology [NODE:] DEVICE[,DEVICE…] …`
struct TopologyReader {
    private(set) var levels: [FencingConfiguration.TopologyLevel] = []
    private let devices: DeviceTable
    private var next: [NodeName?: Int] = [:]

    init(_ devices: DeviceTable) { self.devices = devices }

    mutating func read(_ statement: Statement, into report: inout Report) {
        var (target, isSkipped) = (NodeName?.none, false)
        for word in statement.words.dropFirst() {
            let lower = word.text.lowercased()
            if lower.hasPrefix("attr:") || lower.hasPrefix("pattern:") {
                isSkipped = true
                report.add(
                    .mistake, statement, word, "stonithd knows no levels for an attribute or a pattern",
                    advice: "write the levels of each node: pm01: DEVICE DEVICE")
            } else if word.text.hasSuffix(":") {
                target = NodeName(String(word.text.dropLast()))
                isSkipped = target == nil
                if isSkipped {
                    report.add(
                        .mistake, statement, word, "“\(word.text.dropLast().prefix(40))” is no node name",
                        advice: "write NODE: with a node's name")
                }
            } else if !isSkipped {
                add(word, statement, target, into: &report)
            }
        }
        if statement.words.count == 1, !statement.isBroken {
            report.add(
                .mistake, statement, at: 0, "fencing_topology without a level",
                advice: "write fencing_topology pm01: DEVICE DEVICE")
        }
    }

    private mutating func add(_ word: Word, _ statement: Statement, _ target: NodeName?, into report: inout Report) {
        let names = word.text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        var found: [String] = []
        var seen: Set<String> = []
        for name in names {
            if !seen.insert(name).inserted, !name.isEmpty {
                report.add(
                    .mistake, statement, word, "\(name.prefix(40)) stands twice in one level", advice: "name it once")
            } else if devices.has(name) {
                found.append(name)
                if let target, devices.lacks(target, name) { refuse(name, target, word, statement, into: &report) }
            } else if !devices.leftOut.contains(name) {
                explain(name, word, statement, into: &report)
            }
        }
        next[target, default: 0] += 1
        guard !found.isEmpty, found.count == names.count else { return }
        levels.append(.init(target: target, index: next[target] ?? 1, devices: found))
    }

    /// It would switch another node in the target's place, so the level would never be used.
    private func refuse(
        _ name: String, _ target: NodeName, _ word: Word, _ statement: Statement, into report: inout Report
    ) {
        report.add(
            .mistake, statement, word, "\(name) does not control \(target)",
            advice: "name a device whose parameters name \(target), or add \(target) to those of \(name)")
    }

    private func explain(_ name: String, _ word: Word, _ statement: Statement, into report: inout Report) {
        let near = NearestName.of(name, among: devices.ids)
        report.add(
            .mistake, statement, word,
            name.isEmpty ? "a comma without a device" : "there is no device \(name.prefix(40))",
            advice: near.map { "did you mean \($0)?" }
                ?? "name a stonith primitive; devices of one level stand with commas and no blanks between")
    }
}
