import CLibXML

/// A parsed XML text, given back to libxml2 with its last owner.
final class XMLTree {
    /// A text of an attribute or element is cut behind so many bytes.
    static let textBytesMax = 8 * 1024

    private let document: xmlDocPtr

    init(_ bytes: [UInt8]) throws(AgentDocument.Failure) {
        let flags = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        guard let context = xmlNewParserCtxt() else { throw .notXML(line: 0, "no memory") }
        defer { xmlFreeParserCtxt(context) }
        let tree = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                xmlCtxtReadMemory(context, $0.baseAddress, Int32(clamping: $0.count), nil, nil, flags)
            }
        }
        guard let tree else {
            let error = context.pointee.lastError
            throw .notXML(line: Int(error.line), Self.line(error.message.map { String(cString: $0) } ?? "empty"))
        }
        document = tree
    }

    deinit { xmlFreeDoc(document) }

    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(200)))
    }

    var root: Element? { xmlDocGetRootElement(document).map { Element(node: $0, tree: self) } }

    /// Keeps its tree.
    struct Element {
        fileprivate let node: xmlNodePtr
        fileprivate let tree: XMLTree

        var name: String { node.pointee.name.map(XMLTree.string) ?? "" }

        var children: [Element] {
            var elements: [Element] = []
            var next = node.pointee.children
            while let child = next {
                if child.pointee.type == XML_ELEMENT_NODE { elements.append(Element(node: child, tree: tree)) }
                next = child.pointee.next
            }
            return elements
        }

        subscript(attribute: String) -> String? { XMLTree.taken(xmlGetProp(node, attribute)) }

        /// Agents write `1`, and some `true`.
        func says(_ attribute: String) -> Bool { ["1", "true", "yes"].contains(self[attribute]?.lowercased() ?? "") }

        /// Without the blanks around it.
        var text: String {
            let text = XMLTree.taken(xmlNodeGetContent(node)) ?? ""
            let start = text.drop(while: \.isWhitespace)
            return String(start.reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    private static func taken(_ text: UnsafeMutablePointer<xmlChar>?) -> String? {
        guard let text else { return nil }
        defer { clibxml_free(text) }
        return string(text)
    }

    /// Cut between two characters.
    private static func string(_ text: UnsafePointer<xmlChar>) -> String {
        var count = 0
        while count < textBytesMax, text[count] != 0 { count += 1 }
        while count > 0, text[count] & 0xC0 == 0x80 { count -= 1 }
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }
}
