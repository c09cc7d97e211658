import ClusterModel

extension StatementReader {
    /// `[$id=ID] [SCORE:] [rule …] NAME=VALUE …` or `$id-ref=ID`
    ///
    /// - Parameters:
    ///   - tag: what the set is in a CIB.
    ///   - ends: words that end it.
    mutating func attributeSet(_ tag: String, until ends: Set<String> = sectionEnds) throws(Slip) -> CIBElement {
        var set = CIBElement(tag)
        if let id = identity() {
            guard id.isOwn else {
                refer(.part(tag), id.word.value, id.word)
                set["id-ref"] = id.word.value
                return set
            }
            set["id"] = id.word.value
        }
        if let word = cursor.takeLabel() { set["score"] = try score(word) }
        set.children += try rules()
        if set.children.count > 1, let word = cursor.current {
            note(
                Slip(
                    word, "a set of values can have one rule only", advice: "write another section with the other rule")
            )
        }
        set.children += pairs(until: ends)
        return set
    }

    /// `$id=ID` or `$id-ref=ID`
    mutating func identity() -> (isOwn: Bool, word: Word)? {
        let isOwn = cursor.current?.name?.lowercased() == "$id"
        return cursor.take(value: "$id", "$id-ref").map { (isOwn, $0) }
    }

    /// Names with their values, up to a word that is neither.
    mutating func pairs(until ends: Set<String>) -> [CIBElement] {
        var pairs: [CIBElement] = []
        var seen: Set<String> = []
        while let word = cursor.current, let pair = takePair(until: ends) {
            if let name = pair["name"], pair["value"] != nil, !seen.insert(name).inserted {
                note(Slip(word, "\(name) is given twice", advice: "leave one of them"), .warning)
            }
            pairs.append(pair)
        }
        return pairs
    }

    /// `password Sekrit` and `password= Sekrit` would make a name of the secret, which anybody may see;
    /// `stonith-enabled false` would set nothing. Answers what was meant, without the value.
    private mutating func takeLost(_ word: Word, until ends: Set<String>) -> CIBElement? {
        let name = word.name ?? word.text[...]
        let isLonely = { (next: Word) in next.name?.isEmpty ?? true && !ends.contains(next.text.lowercased()) }
        guard word.value.isEmpty, let first = name.first, !"@$".contains(first), let next = cursor.following,
            isLonely(next), DeviceParameter.mayBeSecret(name) || word.name == nil && Self.isValue(next.text)
        else { return nil }
        note(Slip(word, "“\(name.prefix(40))” has no value", advice: "write NAME=VALUE without blanks"))
        _ = cursor.next()
        while let next = cursor.current, isLonely(next) { _ = cursor.next() }
        return CIBElement("nvpair", ["name": String(name)])
    }

    /// It is no name of a value.
    private static func isValue(_ text: String) -> Bool {
        ["true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
            || text.utf8.first.map { (48...57).contains($0) } == true
    }

    /// The next name with its value.
    mutating func takePair(until ends: Set<String>) -> CIBElement? {
        guard let word = cursor.current, !ends.contains(word.text.lowercased()) else { return nil }
        if let lost = takeLost(word, until: ends) { return lost }
        guard let pair = pair(word) else { return nil }
        _ = cursor.next()
        return pair
    }

    /// `NAME=VALUE`, `NAME`, `$ID[:NAME]=VALUE`, `@ID[:NAME]`; nil for none of them.
    private mutating func pair(_ word: Word) -> CIBElement? {
        switch word.text.utf8.first {
        case UInt8(ascii: "@"):
            let (id, name) = Self.halves(word.text.dropFirst())
            guard !id.isEmpty else { return nil }
            var pair = CIBElement("nvpair", ["id-ref": id])
            pair["name"] = name
            refer(.part("nvpair"), id, word)
            return pair
        case UInt8(ascii: "$"):
            let (id, name) = Self.halves((word.name ?? "").dropFirst())
            guard !id.isEmpty else { return nil }
            return CIBElement("nvpair", ["id": id, "name": name ?? id, "value": word.value])
        default:
            guard let name = word.name else { return lonelyName(word) }
            return name.isEmpty ? nil : CIBElement("nvpair", ["name": String(name), "value": word.value])
        }
    }

    /// A name without a value is allowed, and rarely meant.
    private mutating func lonelyName(_ word: Word) -> CIBElement? {
        guard !word.text.isEmpty, !word.text.utf8.contains(UInt8(ascii: ":")) else { return nil }
        if let near = NearestName.of(word.text, among: Self.sectionWords) {
            note(Slip(word, "unknown word \(word.shown)", advice: "did you mean \(near)?"))
        } else {
            note(
                Slip(
                    word, "\(word.shown) has no value",
                    advice: "write NAME=VALUE without blanks; put quotes around a value with blanks"), .warning)
        }
        return CIBElement("nvpair", ["name": word.text])
    }

    /// What stands before and behind the first colon.
    static func halves(_ text: Substring) -> (String, String?) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (String(text), nil) }
        let behind = text[text.index(after: colon)...]
        return (String(text[..<colon]), behind.isEmpty ? nil : String(behind))
    }

    /// The sections of a statement, each begun by one of these names, up to its end.
    ///
    /// - Parameters:
    ///   - names: what each is in a CIB; `op` and `operations` make one element together.
    ///   - initial: the section of words that stand before the first name.
    mutating func sections(_ names: [String: String], initial: String) -> [CIBElement] {
        var found: [CIBElement] = []
        var operations: Int?
        var section = names[initial].map { ($0, isImplicit: true) }
        while !cursor.isAtEnd {
            do throws(Slip) {
                if let word = cursor.current?.text.lowercased(), let tag = names[word] {
                    if word != "op" { _ = cursor.next() }
                    section = (tag, false)
                }
                guard let (tag, isImplicit) = section else {
                    guard let word = cursor.current else { return found }
                    throw surplus(word)
                }
                section = nil
                if tag == "operations" {
                    if operations == nil {
                        operations = found.count
                        found.append(CIBElement(tag))
                    }
                    if let operations { try read(into: &found[operations]) }
                } else {
                    let set = try attributeSet(tag)
                    if !isImplicit || set != CIBElement(tag) { found.append(set) }
                }
            } catch {
                note(error)
                cursor.skip(to: Set(names.keys))
            }
        }
        return found
    }
}
