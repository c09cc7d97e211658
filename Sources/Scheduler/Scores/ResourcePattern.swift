import ClusterModel

/// `rsc-pattern`: a POSIX extended regular expression that the id of a resource contains, or must not contain after
/// `!`. It is matched in time that grows with the length of the id only, whatever the pattern.
struct ResourcePattern {
    private let program: PatternProgram
    private let isInverted: Bool

    /// - Parameter id: of the constraint.
    init(_ text: String, of id: String) throws(Refusal) {
        isInverted = text.hasPrefix("!")
        guard let program = PatternProgram(isInverted ? String(text.dropFirst()) : text) else {
            throw Refusal(
                "the pattern \"\(text)\"", id: id,
                remedy: "write a POSIX extended regular expression of at most 1000 steps")
        }
        self.program = program
    }

    func matches(_ id: String) -> Bool { program.isFound(in: Array(id.utf8)) != isInverted }
}

/// A regular expression as steps of a machine that is in many places at once.
struct PatternProgram {
    enum Step {
        /// One byte of a set goes on.
        case byte(ByteSet)
        case start
        case end
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    private(set) var steps: [Step] = []

    init?(_ pattern: String) {
        var reader = PatternReader(pattern)
        guard let tree = reader.read(), emit(tree) else { return nil }
        steps.append(.match)
    }

    func isFound(in text: [UInt8]) -> Bool {
        var places = Set<Int>()
        for position in 0...text.count {
            follow(0, at: position, of: text.count, into: &places)
            if places.contains(steps.count - 1) { return true }
            guard position < text.count else { return false }
            var next = Set<Int>()
            for place in places {
                guard case .byte(let set) = steps[place], set.contains(text[position]) else { continue }
                follow(place + 1, at: position + 1, of: text.count, into: &next)
            }
            places = next
        }
        return false
    }

    private func follow(_ place: Int, at position: Int, of count: Int, into places: inout Set<Int>) {
        guard places.insert(place).inserted else { return }
        switch steps[place] {
        case .byte, .match: break
        case .start: if position == 0 { follow(place + 1, at: position, of: count, into: &places) }
        case .end: if position == count { follow(place + 1, at: position, of: count, into: &places) }
        case .jump(let target): follow(target, at: position, of: count, into: &places)
        case .split(let one, let other):
            follow(one, at: position, of: count, into: &places)
            follow(other, at: position, of: count, into: &places)
        }
    }

    // MARK: From the tree to steps

    /// - Returns: false where the pattern would need too many steps.
    private mutating func emit(_ tree: PatternTree) -> Bool {
        guard steps.count <= 1000 else { return false }
        switch tree {
        case .byte(let set): steps.append(.byte(set))
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .sequence(let parts): for part in parts { guard emit(part) else { return false } }
        case .either(let one, let other): return emit(one, or: other)
        case .repeated(let part, let range): return emit(part, range)
        }
        return true
    }

    private mutating func emit(_ one: PatternTree, or other: PatternTree) -> Bool {
        let split = steps.count
        steps.append(.match)
        guard emit(one) else { return false }
        let jump = steps.count
        steps.append(.match)
        steps[split] = .split(split + 1, steps.count)
        guard emit(other) else { return false }
        steps[jump] = .jump(steps.count)
        return true
    }

    private mutating func emit(_ part: PatternTree, _ range: PatternTree.Times) -> Bool {
        for _ in 0..<range.least { guard emit(part) else { return false } }
        guard let most = range.most else {
            let split = steps.count
            steps.append(.match)
            guard emit(part) else { return false }
            steps.append(.jump(split))
            steps[split] = .split(split + 1, steps.count)
            return true
        }
        for _ in range.least..<max(range.least, most) {
            guard emit(part, or: .sequence([])) else { return false }
        }
        return true
    }
}
