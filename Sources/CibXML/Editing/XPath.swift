import CLibXML
import ClusterModel

/// Finds elements by an XPath (libxml2).
public enum XPath {
    /// Nothing could be found: the expression is none.
    public struct Failure: Error, Equatable, Sendable {
        public var text: String
    }

    /// Where the elements are that it means, in the order of the text. An attribute or a text means its element.
    public static func places(_ expression: String, in root: XMLElement) throws(Failure) -> [[Int]] {
        let bytes = CIBWriter.write(root)
        let flags = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_HUGE.rawValue)
        let document = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                xmlReadMemory($0.baseAddress, Int32(clamping: $0.count), nil, nil, flags)
            }
        }
        guard let document, let context = xmlXPathNewContext(document) else { throw Failure(text: "no memory") }
        defer {
            xmlXPathFreeContext(context)
            xmlFreeDoc(document)
        }
        xmlSetStructuredErrorFunc(nil) { _, _ in }
        defer { xmlSetStructuredErrorFunc(nil, nil) }
        guard let result = xmlXPathEvalExpression(expression, context) else {
            throw Failure(text: "\(expression) is no XPath")
        }
        defer { xmlXPathFreeObject(result) }
        return places(of: result.pointee)
    }

    private static func places(of result: xmlXPathObject) -> [[Int]] {
        guard result.type == XPATH_NODESET, let set = result.nodesetval, set.pointee.nodeNr > 0 else { return [] }
        var seen: Set<[Int]> = []
        var places: [[Int]] = []
        for index in 0..<Int(set.pointee.nodeNr) {
            guard let node = set.pointee.nodeTab?[index], let place = place(of: node), seen.insert(place).inserted
            else {
                continue
            }
            places.append(place)
        }
        return places
    }

    private static func place(of node: xmlNodePtr) -> [Int]? {
        switch node.pointee.type {
        case XML_ELEMENT_NODE:
            guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return [] }
            var number = 0
            var before = xmlPreviousElementSibling(node)
            while let sibling = before {
                number += 1
                before = xmlPreviousElementSibling(sibling)
            }
            return place(of: parent).map { $0 + [number] }
        case XML_DOCUMENT_NODE: return []
        default: return node.pointee.parent.flatMap { $0.pointee.type == XML_ELEMENT_NODE ? place(of: $0) : nil }
        }
    }

    /// `/cib/configuration/resources/primitive[@id='web']`.
    public static func path(to place: [Int], in root: XMLElement) -> String {
        var path = ""
        for count in 0...place.count {
            guard let element = root[Array(place.prefix(count))] else { return path }
            path += "/\(element.name)" + (element["id"].map { "[@id='\($0)']" } ?? "")
        }
        return path
    }
}
