import ClusterModel
import Wire

/// The members of one object, read by name and type. A member that is null is as good as missing; one that nobody reads
/// does no harm, so that a later release can say more.
package struct JSONFields {
    /// In their order: to look through some twenty is quicker than to hash them.
    private let members: [JSONValue.Member]

    package init(_ value: JSONValue, _ what: String = "the line") throws(ControlError) {
        guard case .object(let members) = value else { throw ControlError(.badJSON, "\(what) is not an object") }
        self.members = members
    }

    package init(line: ArraySlice<UInt8>, _ bounds: JSONValue.Bounds) throws(ControlError) {
        let value: JSONValue
        do { value = try JSONValue(reading: line, bounds: bounds) } catch { throw ControlError(error) }
        try self.init(value)
    }

    private subscript(name: String) -> JSONValue? {
        guard let member = members.first(where: { $0.name == name }) else { return nil }
        if case .null = member.value { return nil }
        return member.value
    }

    package func bad(_ name: String, _ want: String) -> ControlError {
        let lack = has(name) ? "" : "is missing: it "
        return ControlError(.badValue, "\"\(name)\" \(lack)must be \(want)", member: name)
    }

    private func require<Value>(_ value: Value?, _ name: String, _ want: String) throws(ControlError) -> Value {
        guard let value else { throw bad(name, want) }
        return value
    }

    package func has(_ name: String) -> Bool { self[name] != nil }

    // MARK: Strings

    package func optionalString(_ name: String) throws(ControlError) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw bad(name, "a string") }
        return text
    }

    package func string(_ name: String) throws(ControlError) -> String {
        try require(try optionalString(name), name, "a string")
    }

    /// Text that ends up in logs and on terminals: bounded, and without control characters; empty when missing.
    package func plainText(_ name: String, bytesMax: Int) throws(ControlError) -> String {
        let text = try optionalString(name) ?? ""
        guard text.utf8.count <= bytesMax else { throw bad(name, "\(bytesMax) bytes long at most") }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw bad(name, "without control characters")
        }
        return text
    }

    package func node(_ name: String) throws(ControlError) -> NodeName {
        let want = "the name of a node: 1 to 255 of A-Z a-z 0-9 . _ -"
        return try require(NodeName(try optionalString(name) ?? ""), name, want)
    }

    package func optionalNode(_ name: String) throws(ControlError) -> NodeName? { has(name) ? try node(name) : nil }

    package func requestID(_ name: String) throws(ControlError) -> RequestID {
        let want = "the name of a request: 1 to 64 of A-Z a-z 0-9 . _ -"
        return try require(RequestID(try optionalString(name) ?? ""), name, want)
    }

    // MARK: Words

    package func optionalWord<Word>(
        _ name: String, _ words: [Word], _ spelling: (Word) -> String
    ) throws(ControlError) -> Word? {
        guard has(name) else { return nil }
        let text = try string(name)
        if let word = words.first(where: { spelling($0) == text }) { return word }
        throw bad(name, "one of " + words.map { "\"\(spelling($0))\"" }.joined(separator: ", "))
    }

    package func word<Word>(_ name: String, _ words: [Word], _ spelling: (Word) -> String) throws(ControlError) -> Word
    {
        guard let word = try optionalWord(name, words, spelling) else {
            throw bad(name, "one of " + words.map { "\"\(spelling($0))\"" }.joined(separator: ", "))
        }
        return word
    }

    package func optionalWord<Word>(_ name: String, _ type: Word.Type) throws(ControlError) -> Word?
    where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
        try optionalWord(name, Array(Word.allCases), \.rawValue)
    }

    package func word<Word>(_ name: String, _ type: Word.Type) throws(ControlError) -> Word
    where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
        try word(name, Array(Word.allCases), \.rawValue)
    }

    package func optionalPowerAction(_ name: String) throws(ControlError) -> AgentAction? {
        try optionalWord(name, AgentAction.allCases.filter(\.changesPower), \.name)
    }

    package func powerAction(_ name: String) throws(ControlError) -> AgentAction {
        try word(name, AgentAction.allCases.filter(\.changesPower), \.name)
    }

    package func optionalCode(_ name: String) throws(ControlError) -> OperationCode? {
        try optionalWord(name, OperationCode.allCases, \.word)
    }

    package func evidence(_ name: String) throws(ControlError) -> Evidence {
        try optionalWord(name, Evidence.allCases, \.word) ?? .none
    }

    // MARK: Numbers and truth

    package func optionalInteger(
        _ name: String, in range: ClosedRange<Int64> = .min ... .max
    ) throws(ControlError) -> Int64? {
        guard let value = self[name] else { return nil }
        guard case .integer(let number) = value else { throw bad(name, "a whole number") }
        guard range.contains(number) else { throw bad(name, "from \(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    package func integer(_ name: String, in range: ClosedRange<Int64> = .min ... .max) throws(ControlError) -> Int64 {
        try require(try optionalInteger(name, in: range), name, "a whole number")
    }

    package func integer<Number: FixedWidthInteger>(_ name: String, as type: Number.Type) throws(ControlError) -> Number
    {
        try require(Number(exactly: try integer(name)), name, "a number that is not that large")
    }

    /// False when missing.
    package func bool(_ name: String) throws(ControlError) -> Bool {
        guard let value = self[name] else { return false }
        guard case .bool(let truth) = value else { throw bad(name, "true or false") }
        return truth
    }

    package func optionalObject<Element>(
        _ name: String, _ element: (JSONFields) throws(ControlError) -> Element
    ) throws(ControlError) -> Element? {
        guard let value = self[name] else { return nil }
        return try element(JSONFields(value, "\"\(name)\""))
    }

    // MARK: Lists, empty when missing

    private func list<Element>(
        _ name: String, _ want: String, _ element: (JSONValue) throws(ControlError) -> Element?
    ) throws(ControlError) -> [Element] {
        guard let value = self[name] else { return [] }
        guard case .array(let values) = value else { throw bad(name, "a list of \(want)") }
        var elements: [Element] = []
        for value in values { elements.append(try require(try element(value), name, "a list of \(want)")) }
        return elements
    }

    package func strings(_ name: String) throws(ControlError) -> [String] {
        try list(name, "strings") { value throws(ControlError) in
            guard case .string(let text) = value else { return nil }
            return text
        }
    }

    package func integers(_ name: String) throws(ControlError) -> [Int64] {
        try list(name, "whole numbers") { value throws(ControlError) in
            guard case .integer(let number) = value else { return nil }
            return number
        }
    }

    package func nodes(_ name: String) throws(ControlError) -> [NodeName] {
        try list(name, "node names") { value throws(ControlError) in
            guard case .string(let text) = value else { return nil }
            return NodeName(text)
        }
    }

    package func requestIDs(_ name: String) throws(ControlError) -> [RequestID] {
        try list(name, "request names") { value throws(ControlError) in
            guard case .string(let text) = value else { return nil }
            return RequestID(text)
        }
    }

    package func objects<Element>(
        _ name: String, _ element: (JSONFields) throws(ControlError) -> Element
    ) throws(ControlError) -> [Element] {
        try list(name, "objects") { value throws(ControlError) in
            try element(JSONFields(value, "an element of \"\(name)\""))
        }
    }
}
