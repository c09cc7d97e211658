import ClusterModel

/// The groups and their members.
struct GroupTable {
    private struct Group {
        var id: String
        var members: [Word]
        var statement: Statement
    }

    private var groups: [Group] = []
    /// The devices of each group.
    private(set) var members: [String: [String]] = [:]

    mutating func read(_ statement: Statement, id: String, into report: inout Report) {
        let words = statement.words.dropFirst(2)
        let members = words.prefix { $0.name == nil && !Statement.sections.contains($0.text.lowercased()) }
        if members.isEmpty, !statement.isBroken {
            report.add(
                .mistake, statement, statement.words[1], "the group \(id) has no members",
                advice: "write group \(id) DEVICE DEVICE …, or remove it")
        }
        groups.append(Group(id: id, members: Array(members), statement: statement))
    }

    /// Looks the members up, and tells the devices their group.
    mutating func resolve(_ devices: inout DeviceTable, known: [String: Int], into report: inout Report) {
        var owner: [String: String] = [:]
        let ids = devices.ids
        for group in groups {
            for word in group.members {
                let id = word.text
                if known[id] == nil {
                    let near = NearestName.of(id, among: ids)
                    report.add(
                        .mistake, group.statement, word,
                        "the group \(group.id) names \(id.prefix(40)), which is not there",
                        advice: near.map { "did you mean \($0)?" } ?? "declare it, or take it out of the group")
                } else if let first = owner.updateValue(group.id, forKey: id) {
                    report.add(
                        .mistake, group.statement, word,
                        first == group.id
                            ? "\(id) stands twice in this group" : "\(id) is in the group \(first) already",
                        advice: "a resource stands in one group, once")
                } else if devices.has(id) {
                    devices.setGroup(group.id, of: id)
                    members[group.id, default: []].append(id)
                }
            }
        }
    }

    /// By first appearance in the file, the members of a group together and in its order.
    func ordered(_ devices: [DeviceConfiguration]) -> [DeviceConfiguration] {
        let byID = Dictionary(devices.map { ($0.id, $0) }) { first, _ in first }
        var done: Set<String> = []
        var result: [DeviceConfiguration] = []
        for device in devices {
            guard let group = device.group else {
                result.append(device)
                continue
            }
            guard done.insert(group).inserted else { continue }
            result += (members[group] ?? []).compactMap { byID[$0] }
        }
        return result
    }
}
