import Foundation

/// The table that `make bench` prints.
struct Figures {
    enum Goal {
        case none
        /// Milliseconds, at most.
        case atMost(Double)
        /// Operations a second, at least.
        case perSecond(Double)
        /// Not slower than the peer.
        case peer
    }

    private struct Row {
        var what: String
        var ours: String
        var peer: String
        var goal: String
    }

    private var rows: [Row] = []

    /// - Parameters:
    ///   - ours: milliseconds of one operation, or of all of them.
    ///   - peers: who else, and theirs; nil where it was not measured.
    ///   - operations: how many the time is for, where the goal is so many a second.
    mutating func add(
        _ what: String, _ ours: Double, _ peers: [(name: String, milliseconds: Double?)] = [], goal: Goal = .none,
        operations: Int = 1
    ) {
        let show = { Self.shown($0, operations, goal) }
        let theirs = peers.map { "\($0.name) \($0.milliseconds.map(show) ?? "not run")" }
        let verdict = Self.isMet(ours, peers.first?.milliseconds, goal, operations) ? "" : "  MISSED"
        rows.append(
            Row(
                what: what, ours: show(ours), peer: theirs.joined(separator: ", "),
                goal: Self.text(goal) + verdict))
        FileHandle.standardError.write(Data("\(what): \(show(ours))\n".utf8))
    }

    /// A number that is no time.
    mutating func count(_ what: String, _ ours: Int, atMost bound: Int) {
        let goal = "<= \(bound)" + (ours <= bound ? "" : "  MISSED")
        rows.append(Row(what: what, ours: "\(ours)", peer: "", goal: goal))
        FileHandle.standardError.write(Data("\(what): \(ours)\n".utf8))
    }

    private static func isMet(_ ours: Double, _ peer: Double?, _ goal: Goal, _ operations: Int) -> Bool {
        switch goal {
        case .none: true
        case .atMost(let bound): ours <= bound
        case .perSecond(let bound): Double(operations) / ours * 1000 >= bound
        case .peer: peer.map { ours <= $0 } ?? true
        }
    }

    private static func text(_ goal: Goal) -> String {
        switch goal {
        case .none: ""
        case .atMost(let bound): "<= \(milliseconds(bound))"
        case .perSecond(let bound): ">= \(Int(bound))/s"
        case .peer: "<= the peer"
        }
    }

    private static func shown(_ value: Double, _ operations: Int, _ goal: Goal) -> String {
        if case .perSecond = goal { return "\(Int(Double(operations) / value * 1000))/s" }
        return milliseconds(value)
    }

    private static func milliseconds(_ value: Double) -> String {
        let digits = value < 10 ? 2 : value < 1000 ? 1 : 0
        return String(format: "%.\(digits)f ms", value)
    }

    /// The table, its columns as wide as their texts.
    var text: String {
        let all = [Row(what: "what", ours: "ours", peer: "peer", goal: "goal")] + rows
        let columns: [KeyPath<Row, String>] = [\.what, \.ours, \.peer, \.goal]
        let widths = columns.map { column in all.map { $0[keyPath: column].count }.max() ?? 0 }
        let lines = all.map { row in
            zip(columns, widths)
                .map { row[keyPath: $0.0].padding(toLength: $0.1, withPad: " ", startingAt: 0) }
                .joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }
}
