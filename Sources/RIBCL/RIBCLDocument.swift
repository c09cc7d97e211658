import CLibXML

/// One XML document of a board, parsed by libxml2: no network, no files, no entities of its own, no great depth.
struct RIBCLDocument: Equatable {
    struct Element: Equatable {
        var name: String
        var attributes: [String: String]
        var children: [Element]
    }

    var root: Element

    /// Deeper than anything that is read.
    private static let depthMax = 6
    private static let elementsMax = 10_000

    /// Must be called once before a fork, so that no action pays for libxml2's tables.
    static func warm() { xmlInitParser() }

    /// Nil when it is no XML, or more than we let in.
    init?(_ bytes: [UInt8]) {
        let plain = Self.repaired(bytes.map(Self.plain))
        guard RIBCLStream.find(Array("<!".utf8), in: plain[...]) == nil else { return nil }
        let options =
            Int32(bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue)
            | Int32(bitPattern: XML_PARSE_NOWARNING.rawValue | XML_PARSE_IGNORE_ENC.rawValue)
        let parsed = plain.withUnsafeBytes { raw in
            xmlReadMemory(raw.bindMemory(to: CChar.self).baseAddress, Int32(raw.count), nil, nil, options)
        }
        guard let document = parsed else { return nil }
        defer { xmlFreeDoc(document) }
        guard let node = xmlDocGetRootElement(document) else { return nil }
        var left = Self.elementsMax
        guard let root = Self.element(node, depth: 1, left: &left) else { return nil }
        self.root = root
    }

    /// All that is read is ASCII. Without other bytes, NUL above all, no encoding can hide a declaration from the
    /// search for it: libxml2 would know UTF-16 by itself.
    private static func plain(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 9, 10, 13, 32..<127: byte
        default: UInt8(ascii: "?")
        }
    }

    private static func element(_ node: xmlNodePtr, depth: Int, left: inout Int) -> Element? {
        left -= 1
        guard left > 0, depth <= depthMax, let name = node.pointee.name else { return nil }
        var element = Element(name: text(name).uppercased(), attributes: attributes(node), children: [])
        var child = node.pointee.children
        while let next = child {
            if next.pointee.type == XML_ELEMENT_NODE {
                guard let inner = Self.element(next, depth: depth + 1, left: &left) else { return nil }
                element.children.append(inner)
            }
            child = next.pointee.next
        }
        return element
    }

    private static func attributes(_ node: xmlNodePtr) -> [String: String] {
        var attributes: [String: String] = [:]
        var next = node.pointee.properties
        while let attribute = next {
            if let value = xmlNodeListGetString(node.pointee.doc, attribute.pointee.children, 1) {
                attributes[text(attribute.pointee.name).uppercased()] = text(value)
                clibxml_free(value)
            }
            next = attribute.pointee.next
        }
        return attributes
    }

    private static func text(_ words: UnsafePointer<xmlChar>) -> String { String(cString: words) }

    /// Some firmware writes `<RIBCL VERSION="2.22"/>` and closes it again at the end.
    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        guard RIBCLStream.find(Array("</RIBCL>".utf8), in: bytes[...]) != nil,
            let start = RIBCLStream.find(Array("<RIBCL".utf8), in: bytes[...]),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")), bytes[end - 1] == UInt8(ascii: "/")
        else { return bytes }
        var bytes = bytes
        bytes.remove(at: end - 1)
        return bytes
    }
}
