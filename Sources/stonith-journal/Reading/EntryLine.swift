import Journal
import Wire

/// An entry for people: its number, its time, what it is, which node, and the rest in words. What is not known here is
/// shown as name=value.
struct EntryLine {
    static let columnCount = 5

    let columns: [String]

    init(_ entry: JournalEntry) {
        var words = EntryWords(entry.body)
        words.hide(["kind", "run", "boot"])
        let node = Self.node(entry)
        words.hide(["target"])
        words.hide(Self.forPrograms)
        let text = Self.sentence(entry.kind, &words) + words.take("requests", ", request ")
        let all = ([text] + words.rest).filter { !$0.isEmpty }.joined(separator: " ")
        columns = [
            "\(entry.number)", SinceTime.text(entry.unixMilliseconds), entry.kind, node ?? "-", all,
        ].map(Output.plain)
    }

    /// What only a daemon that starts again has to know.
    private static let forPrograms: Set = ["at_ms", "unix_ms", "deadline_ms", "leaves_off", "config"]

    /// The node that it is about.
    static func node(_ entry: JournalEntry) -> String? {
        for value in [entry.body["target"], entry.body["record"]?["node"], entry.body["node"]] {
            if case .string(let node)? = value { return node }
        }
        return nil
    }

    /// The requests that it is about.
    static func requests(_ entry: JournalEntry) -> [String] {
        var all: [String] = []
        for value in [entry.body["id"], entry.body["record"]?["id"]] {
            if case .string(let id)? = value { all.append(id) }
        }
        if case .array(let ids)? = entry.body["requests"] {
            for case .string(let id) in ids { all.append(id) }
        }
        return all
    }

    // MARK: Sentences

    private static func sentence(_ kind: String, _ words: inout EntryWords) -> String {
        switch kind {
        case "start":
            words.hide(["node"])
            return "stonithd \(words.take("release")) starts\(words.take("pid", " as process "))"
        case "stop": return "stonithd ends"
        case "configuration": return "the configuration in force\(words.take("config", ": "))"
        case "request": return request(&words)
        case "level":
            return "level \(words.take("level"))\(words.take("levels", " of "))\(words.take("devices", ": "))"
        case "begin":
            words.hide(["level"])
            return "\(words.take("action")) with \(device(&words))\(words.take("action_id", ", action "))"
        case "end": return end(&words)
        case "closed": return closed(&words)
        case "confirmed":
            return "\(words.take("user")) says that it is down" + words.take("terminal", " on ")
                + words.take("manner", ", ") + words.take("life", "; yet ")
        case "cancelled": return "request \(words.take("id"))\(words.take("by", " taken back by "))"
        case "level-failed":
            return "level \(words.take("level")) failed: \(words.take("device"))\(words.take("text", ": "))"
        case "person": return "a person is asked: level \(words.take("level")), \(words.take("device"))"
        case "held", "blocked": return words.take("text")
        case "released": return "\(words.take("by")) lifted the hold"
        case "well-again": return "\(words.take("device")) works again\(words.take("targets", ", which can fence "))"
        case "console":
            words.hide(["text"])
            return "the console is kept: \(words.take("before")) bytes before, \(words.take("during")) during"
                + words.take("device", ", by ")
        case "gap": return "\(words.take("lost")) entries had no room while the disk stood still"
        default: return ""
        }
    }

    private static func request(_ words: inout EntryWords) -> String {
        // The process stands in the client's name.
        let peer = words.members("peer").filter { $0.0 != "pid" }
        let least = words.take("minimum_evidence")
        let evidence = least == "silent" ? "" : ", at least \(least)"
        let own = words.take("self") == "yes" ? ", be it the own node" : ""
        let who = peer.isEmpty ? "" : " (\(peer.map { "\($0) \($1)" }.joined(separator: " ")))"
        return "\(words.take("action")) asked by \(words.take("client"))\(who), request \(words.take("id"))"
            + evidence + own + words.take("reason", ", because: ")
    }

    private static func device(_ words: inout EntryWords) -> String {
        "\(words.take("device"))\(words.take("type", " (", ")"))"
    }

    private static func end(_ words: inout EntryWords) -> String {
        "\(words.take("action")) with \(device(&words)): \(words.take("code"))"
            + words.take("ms", " after ", " ms") + words.take("evidence", ", evidence ")
            + words.take("cause", ", ") + words.take("action_id", ", action ") + said(&words)
    }

    /// The last line that a script printed may stand in the text already.
    private static func said(_ words: inout EntryWords) -> String {
        let text = words.take("text", ": ")
        let lines = words.take("tail").split(whereSeparator: \.isNewline)
        guard !lines.isEmpty, lines.count > 1 || !text.hasSuffix(lines[0]) else { return text }
        return text + "; printed: " + lines.joined(separator: " | ")
    }

    private static func closed(_ words: inout EntryWords) -> String {
        guard var record = words.nested("record") else { return "" }
        record.hide(["node"])
        let text =
            "request \(record.take("id")): \(record.take("outcome"))\(record.take("cause", " (", ")"))"
            + record.take("evidence", ", evidence ") + record.take("devices", " by ")
            + record.take("ms", " after ", " ms") + record.take("text", ": ")
        return text
    }
}
