import ClusterModel

/// Cuts `a ( b c:start ) [ d e ]` into sets: a bracket begins and ends one, and so does another role or action.
/// Those in `( )` are not sequential; of those in `[ ]` any one is enough.
struct ResourceSetBuilder {
    private let qualifier: String
    private var sets: [CIBElement] = []
    private var current: [CIBElement] = []
    private var value: String?
    private var isSequential = true
    private var needsAll = true
    private var opened: Word?

    init(_ qualifier: String) { self.qualifier = qualifier }

    /// Brackets as words of their own.
    static func parts(of words: [Word]) -> [Word] {
        words.flatMap { word in
            var (rest, before, behind) = (word, [Word](), [Word]())
            if rest.text.utf8.count > 1, let bracket = rest.text.first, "([".contains(bracket) {
                before = [Word(text: String(bracket), range: word.range)]
                rest.text.removeFirst()
            }
            if rest.text.utf8.count > 1, let bracket = rest.text.last, ")]".contains(bracket) {
                behind = [Word(text: String(bracket), range: word.range)]
                rest.text.removeLast()
            }
            return before + [rest] + behind
        }
    }

    /// Takes brackets and attributes; false for what must be a resource.
    mutating func take(_ word: Word, _ reader: StatementReader) throws(Slip) -> Bool {
        switch word.text {
        case "_rsc_set_": break
        case "(", "[": try open(word)
        case ")", "]": try close(word)
        default:
            guard let name = word.name else { return false }
            switch name {
            case "sequential": isSequential = try reader.truth(word.value, word)
            case "require-all": needsAll = try reader.truth(word.value, word)
            default:
                throw Slip(
                    word, "“\(name.prefix(40))” is no attribute of a set", advice: "write sequential or require-all")
            }
        }
        return true
    }

    private mutating func open(_ word: Word) throws(Slip) {
        save()
        guard opened == nil else {
            throw Slip(word, "a set within a set", advice: "close the first before the second begins")
        }
        opened = word
        isSequential = false
        needsAll = word.text == "("
    }

    private mutating func close(_ word: Word) throws(Slip) {
        guard let opened else {
            throw Slip(word, "\(word.shown) closes nothing", advice: "put its partner before the first resource")
        }
        guard (opened.text == "(") == (word.text == ")") else {
            throw Slip(word, "\(word.shown) does not close “\(opened.text)”", advice: "use one kind of bracket")
        }
        guard !current.isEmpty else { throw Slip(word, "an empty set", advice: "name resources in it, or leave it") }
        save()
        (isSequential, needsAll) = (true, true)
        self.opened = nil
    }

    mutating func add(_ id: String, _ value: String?) {
        if value != self.value {
            save()
            self.value = value
        }
        current.append(CIBElement("resource_ref", ["id": id]))
    }

    private mutating func save() {
        guard !current.isEmpty else { return }
        var set = CIBElement("resource_set", [:], current)
        if !needsAll { set["require-all"] = "false" }
        if !isSequential { set["sequential"] = "false" }
        set[qualifier] = value
        sets.append(set)
        (current, value) = ([], nil)
    }

    mutating func finish() throws(Slip) -> [CIBElement] {
        if let opened { throw Slip(opened, "\(opened.shown) is never closed", advice: "put its partner at the end") }
        save()
        return sets
    }
}
