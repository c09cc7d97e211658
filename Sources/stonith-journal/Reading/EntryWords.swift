import Wire

/// The members of an entry, each to be said once.
struct EntryWords {
    private var members: [JSONValue.Member]

    init(_ body: JSONValue) {
        members = if case .object(let members) = body { members } else { [] }
    }

    mutating func hide(_ names: Set<String>) { members.removeAll { names.contains($0.name) } }

    /// The member's text between two others; nothing of it where there is none.
    mutating func take(_ name: String, _ before: String = "", _ after: String = "") -> String {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return "" }
        let text = Self.text(members.remove(at: index).value)
        return text.isEmpty ? "" : before + text + after
    }

    /// The members of an object, as texts.
    mutating func members(_ name: String) -> [(String, String)] {
        guard let index = members.firstIndex(where: { $0.name == name }),
            case .object(let inner) = members[index].value
        else { return [] }
        members.remove(at: index)
        return inner.map { ($0.name, Self.text($0.value)) }
    }

    mutating func nested(_ name: String) -> EntryWords? {
        guard let index = members.firstIndex(where: { $0.name == name }), case .object = members[index].value else {
            return nil
        }
        return EntryWords(members.remove(at: index).value)
    }

    /// What was not said yet, as name=value.
    var rest: [String] {
        members.compactMap { member in
            let text = Self.text(member.value)
            guard !text.isEmpty else { return nil }
            return "\(member.name)=\(text.contains(" ") ? "\"\(text)\"" : text)"
        }
    }

    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let isTrue): isTrue ? "yes" : "no"
        case .integer(let number): "\(number)"
        case .decimal(let text), .string(let text): text
        case .array(let values): values.map(text).filter { !$0.isEmpty }.joined(separator: ", ")
        case .object(let members):
            members.map { "\($0.name)=\(text($0.value))" }.joined(separator: " ")
        }
    }
}
