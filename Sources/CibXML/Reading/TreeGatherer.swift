import CLibXML
import ClusterModel

/// Makes a tree of all that is heard.
final class TreeGatherer: SAXListener {
    private var stack: [XMLElement] = []
    private(set) var root: XMLElement?

    func start(_ name: SAXName, _ attributes: SAXAttributes, in parser: SAXParser) {
        var element = XMLElement(
            parser.pool.entry(name.local).pointee.string, attributes: ElementAttributes(attributes, &parser.pool))
        element.line = parser.line
        stack.append(element)
    }

    func end(in parser: SAXParser) {
        guard let element = stack.popLast() else { return }
        guard !stack.isEmpty else {
            root = element
            return
        }
        stack[stack.count - 1].children.append(.element(element))
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>, in parser: SAXParser) {
        stack[stack.count - 1].add(text: String(decoding: bytes, as: UTF8.self))
    }

    func blank(in parser: SAXParser) { stack[stack.count - 1].hasBlanks = true }

    func comment(_ text: String, in parser: SAXParser) { stack[stack.count - 1].children.append(.comment(text)) }
}

extension XMLElement {
    /// libxml2 gives a long text in parts.
    mutating func add(text: String) {
        guard case .text(let before)? = children.last else { return children.append(.text(text)) }
        children[children.count - 1] = .text(before + text)
    }
}
