/// Reads `pm01:3;pm02:4,5` as Pacemaker does (fencer, build_port_aliases): blanks and `;` part entries, `:` or `=`
/// stands behind the node, and a backslash takes away what a character means. Commas part the plugs of one node.
struct HostMap {
    struct Entry: Equatable {
        var node: String
        var values: [String]
    }

    struct Flaw: Error, Equatable {
        var text: String
        var advice: String
    }

    private(set) var entries: [Entry] = []
    private(set) var flaws: [Flaw] = []
    private var node: [UInt8]?
    private var values: [[UInt8]] = [[]]
    private var isEmpty = true

    init(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case .backslash: take(bytes.popFirst() ?? byte)
            case UInt8(ascii: ";"), UInt8(ascii: " "), UInt8(ascii: "\t"): endEntry()
            case UInt8(ascii: ":"), UInt8(ascii: "="): endNode()
            case UInt8(ascii: ",") where node != nil: values.append([])
            default: take(byte)
            }
        }
        endEntry()
    }

    private mutating func take(_ byte: UInt8) {
        isEmpty = false
        values[values.count - 1].append(byte)
    }

    private mutating func endNode() {
        isEmpty = false
        guard node == nil else {
            // What is wrong with it is said at its end.
            values[values.count - 1].append(UInt8(ascii: ":"))
            hasTwo = true
            return
        }
        node = values[0]
        values = [[]]
    }

    private var hasTwo = false

    private mutating func endEntry() {
        defer { (node, values, isEmpty, hasTwo) = (nil, [[]], true, false) }
        guard !isEmpty else { return }
        do throws(Flaw) { entries.append(try entry()) } catch { flaws.append(error) }
    }

    private func entry() throws(Flaw) -> Entry {
        let texts = values.map { String(decoding: $0, as: UTF8.self) }
        guard let node, !node.isEmpty else {
            let shown = texts.joined(separator: ",").prefix(40)
            throw Flaw(
                text: node == nil ? "“\(shown)” has no “:”" : "no node before “:\(shown)”",
                advice: "write NODE:VALUE;NODE:VALUE; what belongs to a value has a backslash before it")
        }
        let name = String(decoding: node, as: UTF8.self)
        guard !hasTwo else {
            throw Flaw(
                text: "“\(name.prefix(40))” has two “:”",
                advice: "write a backslash before a “:” or “=” that belongs to the value")
        }
        guard texts.allSatisfy({ !$0.isEmpty }) else {
            throw Flaw(text: "nothing behind “\(name.prefix(40)):”, or behind a comma", advice: "write \(name):VALUE")
        }
        return Entry(node: name, values: texts)
    }
}
