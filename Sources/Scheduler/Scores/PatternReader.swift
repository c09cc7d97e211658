/// What a regular expression says.
indirect enum PatternTree {
    struct Times {
        var least: Int
        /// Nil: any number.
        var most: Int?
    }

    case byte(ByteSet)
    case start
    case end
    case sequence([PatternTree])
    case either(PatternTree, PatternTree)
    case repeated(PatternTree, Times)
}

/// Some of the 256 bytes.
struct ByteSet {
    private var low: (UInt64, UInt64) = (0, 0)
    private var high: (UInt64, UInt64) = (0, 0)

    static let all = ByteSet().inverted

    init() {}

    init(_ byte: UInt8) { insert(byte) }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: low.0 |= bit
        case 1: low.1 |= bit
        case 2: high.0 |= bit
        default: high.1 |= bit
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: low.0
            case 1: low.1
            case 2: high.0
            default: high.1
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    var inverted: ByteSet {
        var set = self
        set.low = (~low.0, ~low.1)
        set.high = (~high.0, ~high.1)
        return set
    }
}

/// Reads a POSIX extended regular expression; without back references, which have no bound in time.
struct PatternReader {
    private var rest: ArraySlice<UInt8>
    private var depth = 0

    init(_ pattern: String) { rest = Array(pattern.utf8)[...] }

    /// Nil where it is not well-formed.
    mutating func read() -> PatternTree? {
        guard let tree = alternatives(), rest.isEmpty else { return nil }
        return tree
    }

    private mutating func alternatives() -> PatternTree? {
        guard var tree = sequence() else { return nil }
        while rest.first == UInt8(ascii: "|") {
            rest.removeFirst()
            guard let other = sequence() else { return nil }
            tree = .either(tree, other)
        }
        return tree
    }

    private mutating func sequence() -> PatternTree? {
        var parts: [PatternTree] = []
        while let byte = rest.first, byte != UInt8(ascii: "|"), depth == 0 || byte != UInt8(ascii: ")") {
            guard var part = single() else { return nil }
            while let times = times() {
                guard times.least <= (times.most ?? times.least), times.least <= 255, times.most ?? 0 <= 255 else {
                    return nil
                }
                part = .repeated(part, times)
            }
            parts.append(part)
        }
        return .sequence(parts)
    }

    private mutating func single() -> PatternTree? {
        switch rest.removeFirst() {
        case UInt8(ascii: "^"): return .start
        case UInt8(ascii: "$"): return .end
        case UInt8(ascii: "."): return .byte(.all)
        case UInt8(ascii: "["): return set().map { .byte($0) }
        case UInt8(ascii: "\\"): return rest.popFirst().map { .byte(ByteSet($0)) }
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"): return nil
        case UInt8(ascii: "("):
            depth += 1
            guard depth <= 50, let tree = alternatives(), rest.popFirst() == UInt8(ascii: ")") else { return nil }
            depth -= 1
            return tree
        case let byte: return .byte(ByteSet(byte))
        }
    }

    private mutating func times() -> PatternTree.Times? {
        switch rest.first {
        case UInt8(ascii: "*"):
            rest.removeFirst()
            return PatternTree.Times(least: 0)
        case UInt8(ascii: "+"):
            rest.removeFirst()
            return PatternTree.Times(least: 1)
        case UInt8(ascii: "?"):
            rest.removeFirst()
            return PatternTree.Times(least: 0, most: 1)
        case UInt8(ascii: "{"): return bounds()
        default: return nil
        }
    }

    /// `{3}`, `{3,}`, `{3,5}`.
    private mutating func bounds() -> PatternTree.Times? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let text = String(decoding: rest[rest.index(after: rest.startIndex)..<end], as: UTF8.self)
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2, let least = Int(parts[0]), least >= 0 else { return nil }
        rest = rest[rest.index(after: end)...]
        guard parts.count == 2 else { return PatternTree.Times(least: least, most: least) }
        return parts[1].isEmpty ? PatternTree.Times(least: least) : PatternTree.Times(least: least, most: Int(parts[1]))
    }

    // MARK: Sets of characters

    private mutating func set() -> ByteSet? {
        var set = ByteSet()
        let isInverted = rest.first == UInt8(ascii: "^")
        if isInverted { rest.removeFirst() }
        var isFirst = true
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]"), !isFirst { return isInverted ? set.inverted : set }
            isFirst = false
            if byte == UInt8(ascii: "["), rest.first == UInt8(ascii: ":") {
                guard insertClass(into: &set) else { return nil }
            } else if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
                guard byte <= last else { return nil }
                rest = rest.dropFirst(2)
                for member in byte...last { set.insert(member) }
            } else {
                set.insert(byte)
            }
        }
        return nil
    }

    private mutating func insertClass(into set: inout ByteSet) -> Bool {
        guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: ":")), rest.index(after: end) < rest.endIndex,
            rest[rest.index(after: end)] == UInt8(ascii: "]")
        else { return false }
        let name = String(decoding: rest[rest.index(after: rest.startIndex)..<end], as: UTF8.self)
        rest = rest[rest.index(end, offsetBy: 2)...]
        let ranges: [ClosedRange<UInt8>]
        switch name {
        case "alpha": ranges = [65...90, 97...122]
        case "digit": ranges = [48...57]
        case "alnum": ranges = [48...57, 65...90, 97...122]
        case "upper": ranges = [65...90]
        case "lower": ranges = [97...122]
        case "space": ranges = [9...13, 32...32]
        case "punct": ranges = [33...47, 58...64, 91...96, 123...126]
        case "xdigit": ranges = [48...57, 65...70, 97...102]
        default: return false
        }
        for byte in ranges.joined() { set.insert(byte) }
        return true
    }
}
