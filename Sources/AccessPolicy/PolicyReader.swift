import ClusterModel

/// Reads a policy, stonith-policy(5): who may ask `stonithd` for what.
public struct PolicyReader {
    /// What was read, and everything that is wrong or doubtful in it.
    public struct Reading: Sendable, Equatable {
        /// As far as they could be read; not to be used when there is a mistake.
        public var rules: [PolicyRule] = []
        /// In the order of the file; 100 at most.
        public var remarks: [Diagnostic] = []

        public var hasMistakes: Bool { remarks.contains { $0.severity == .mistake } }
    }

    public static let bytesMax = 256 * 1024
    private static let rulesMax = 1000
    private static let remarksMax = 100

    private var reading = Reading()
    private var places: [PolicyRule.Subject: Int] = [:]
    private var line = PolicyLine("", number: 0)

    /// Reads a whole policy. Takes any bytes, in time and memory that grow with their number.
    public static func read(_ bytes: [UInt8]) -> Reading {
        var reader = PolicyReader()
        guard bytes.count <= bytesMax else {
            reader.line = PolicyLine("", number: 0)
            reader.complain(nil, "the file has more than \(bytesMax) bytes", "a policy is never so long")
            return reader.reading
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where reader.reading.remarks.count < remarksMax {
            reader.take(line, number: index + 1)
        }
        return reader.reading
    }

    public static func read(_ text: String) -> Reading { read(Array(text.utf8)) }

    private mutating func take(_ bytes: ArraySlice<UInt8>, number: Int) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            line = PolicyLine("", number: number)
            return complain(nil, "this line is no text", "convert the file, for example with iconv -t UTF-8")
        }
        line = PolicyLine(text, number: number)
        guard let first = line.words.first else { return }
        switch first.text {
        case "user", "group": takeNamed(first)
        case "other": takeRights(.other, first, line.words.dropFirst())
        default:
            complain(
                first, "“\(PolicyLine.shown(first.text))” begins no line of a policy",
                "write user NAME RIGHT…, group NAME RIGHT…, or other RIGHT…")
        }
    }

    private mutating func takeNamed(_ keyword: PolicyLine.Word) {
        guard line.words.count > 1 else {
            return complain(keyword, "\(keyword.text) without a name", "write \(keyword.text) NAME RIGHT…")
        }
        let word = line.words[1]
        guard let account = Self.account(word.text) else {
            return complain(
                word, "“\(PolicyLine.shown(word.text))” names no \(keyword.text)",
                "write a name as in /etc/\(keyword.text == "user" ? "passwd" : "group"), or a number below 4294967295")
        }
        takeRights(keyword.text == "user" ? .user(account) : .group(account), word, line.words.dropFirst(2))
    }

    private static let nameBytesMax = 255

    /// A number is a number: no account's name consists of digits alone (useradd(8)).
    private static func account(_ text: String) -> PolicyRule.Account? {
        if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return UInt32(text).flatMap { $0 == .max ? nil : .number($0) }
        }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0 != ":" && $0 != "," && $0.properties.generalCategory != .control
        }
        guard isPlain, text.utf8.count <= nameBytesMax, Right(rawValue: text) == nil, text != "act", text != "none"
        else {
            return nil
        }
        return .name(text)
    }

    private mutating func takeRights(
        _ subject: PolicyRule.Subject, _ place: PolicyLine.Word, _ words: ArraySlice<PolicyLine.Word>
    ) {
        if let first = places[subject] {
            return complain(
                place, "line \(first) is about the same", "write all their rights in one line, and remove the other")
        }
        places[subject] = line.number
        guard !words.isEmpty else {
            return complain(place, "no right is given", "write none, act, or some of \(Self.allWords)")
        }
        var rights: Set<Right> = []
        for word in words { add(word, to: &rights) }
        if let none = words.first(where: { $0.text == "none" }), words.count > 1 {
            complain(none, "none stands beside other rights", "leave one or the other")
        }
        guard reading.rules.count < Self.rulesMax else {
            return complain(place, "more than \(Self.rulesMax) rules", "give the rights to groups")
        }
        reading.rules.append(PolicyRule(subject: subject, rights: rights, line: line.number, column: place.column))
    }

    private static let allWords = Right.allCases.map(\.rawValue).joined(separator: ", ")

    private mutating func add(_ word: PolicyLine.Word, to rights: inout Set<Right>) {
        if word.text == "act" {
            rights = .act
        } else if let right = Right(rawValue: word.text) {
            rights.insert(right)
        } else if word.text != "none" {
            let near = NearestName.of(word.text, among: Right.allCases.map(\.rawValue) + ["act", "none"])
            complain(
                word, "“\(PolicyLine.shown(word.text))” is no right",
                near.map { "did you mean \($0)?" } ?? "write none, act, or some of \(Self.allWords)")
        }
    }

    private mutating func complain(_ word: PolicyLine.Word?, _ text: String, _ advice: String) {
        guard reading.remarks.count < Self.remarksMax else { return }
        reading.remarks.append(
            Diagnostic(.mistake, line: line.number, column: word?.column ?? 1, text: text, advice: advice))
    }
}
