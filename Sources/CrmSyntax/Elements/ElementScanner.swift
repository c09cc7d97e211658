import ClusterModel

/// Reads the XML of single elements: of `xml` statements, and of parts that the model keeps as XML. No document types,
/// so no entities but the five that XML knows; text between elements is refused, comments go to the end of theirs.
struct ElementScanner {
    /// Where in the bytes it went wrong, and what.
    struct Flaw: Error, Equatable {
        var offset: Int
        var text: String
    }

    /// No element of a CIB lies deeper.
    private static let depthMax = 32
    /// No element of a CIB has more.
    static let attributesMax = 256

    private let bytes: [UInt8]
    private var index = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// One element, and nothing but comments around it.
    static func element(_ text: String) throws(Flaw) -> CIBElement {
        var scanner = ElementScanner(text)
        var comments: [String] = []
        guard try scanner.skip(&comments) else { throw Flaw(offset: 0, text: "no element") }
        var element = try scanner.element(depth: 1)
        guard try !scanner.skip(&comments) else { throw Flaw(offset: 0, text: "more than one element") }
        element.attributes.inside += comments
        return element
    }

    /// Skips blanks and gathers comments; false at the end. Text is refused.
    private mutating func skip(_ comments: inout [String]) throws(Flaw) -> Bool {
        while index < bytes.count {
            if bytes[index].isBlank {
                index += 1
                continue
            }
            let start = index
            if take("<!--") {
                while !take("-->") {
                    guard index < bytes.count else { throw flaw("this comment is never closed") }
                    index += 1
                }
                comments.append(String(decoding: bytes[start..<index], as: UTF8.self))
            } else {
                guard bytes[index] == UInt8(ascii: "<") else { throw flaw("text between elements") }
                return true
            }
        }
        return false
    }

    private mutating func element(depth: Int) throws(Flaw) -> CIBElement {
        let start = index
        index += 1
        let name = try self.name()
        guard depth <= Self.depthMax else { throw flaw("elements lie more than \(Self.depthMax) deep") }
        var element = CIBElement(name)
        while true {
            skipBlanks()
            if take("/>") { return element }
            if take(">") { break }
            let (key, value) = try attribute()
            guard element[key] == nil else { throw flaw("\(name) has two attributes \(key)") }
            guard element.attributes.pairs.count < Self.attributesMax else {
                throw flaw("\(name) has too many attributes")
            }
            element.attributes.pairs.append(.init(key, value))
        }
        while try skip(&element.attributes.inside) {
            if take("</") {
                guard try self.name() == name else { throw flaw("\(name) is closed by another name") }
                skipBlanks()
                guard take(">") else { throw flaw("“>” is missing") }
                return element
            }
            element.children.append(try self.element(depth: depth + 1))
        }
        throw Flaw(offset: start, text: "\(name) is never closed")
    }

    private mutating func attribute() throws(Flaw) -> (String, String) {
        let name = try self.name()
        skipBlanks()
        guard take("=") else { throw flaw("the attribute \(name) has no value") }
        skipBlanks()
        guard index < bytes.count, [.quote, .apostrophe].contains(bytes[index]) else {
            throw flaw("the value of \(name) stands in no quotes")
        }
        let (quote, start) = (bytes[index], index)
        index += 1
        var value: [UInt8] = []
        while index < bytes.count, bytes[index] != quote {
            if bytes[index] == UInt8(ascii: "<") { throw flaw("“<” within the value of \(name)") }
            if bytes[index] == UInt8(ascii: "&") {
                value += Array(String(try reference()).utf8)
            } else {
                value.append(bytes[index])
                index += 1
            }
        }
        guard index < bytes.count else { throw Flaw(offset: start, text: "the value of \(name) is never closed") }
        index += 1
        return (name, String(decoding: value, as: UTF8.self))
    }

    private mutating func reference() throws(Flaw) -> Unicode.Scalar {
        let rest = bytes[index...].prefix(12)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw flaw("“&” stands alone: write &amp;") }
        let name = String(decoding: rest[(index + 1)..<end], as: UTF8.self)
        let named: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
        guard let scalar = named[name] ?? Self.character(name) else { throw flaw("&\(name); is no entity of XML") }
        index = end + 1
        return scalar
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x")
        guard let value = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10) else { return nil }
        return value >= 0x20 || [9, 10, 13].contains(value) ? Unicode.Scalar(value) : nil
    }

    private mutating func name() throws(Flaw) -> String {
        let rest = bytes[index...].prefix { NameByte.isAllowed($0) || $0 == UInt8(ascii: ":") || $0 >= 0x80 }
        guard let first = rest.first, !(48...57).contains(first) else { throw flaw("no name of XML") }
        index = rest.endIndex
        return String(decoding: rest, as: UTF8.self)
    }

    private mutating func skipBlanks() { while index < bytes.count, bytes[index].isBlank { index += 1 } }

    private mutating func take(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard bytes.count - index >= length else { return false }
        for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] { return false }
        index += length
        return true
    }

    private func flaw(_ text: String) -> Flaw { Flaw(offset: index, text: text) }
}
