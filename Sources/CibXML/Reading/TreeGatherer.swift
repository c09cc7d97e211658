import CLibXML
import ClusterModel

/// Makes a tree of all that is heard.
final class TreeGatherer: SAXListener {
    private var stack: [XMLElement] = []
    private(set) var root: XMLElement?
    /// Nothing of what stands in `<status>` is kept.
    private let skipsStatus: Bool
    /// Comments before and behind the root go into it.
    private let keepsOuterComments: Bool
    /// Those before it.
    private var comments: [XMLElement.Node] = []
    /// How many elements of that are open.
    private var skipped = 0

    init(skipsStatus: Bool = false, keepsOuterComments: Bool = false) {
        self.skipsStatus = skipsStatus
        self.keepsOuterComments = keepsOuterComments
    }

    func start(_ name: SAXName, _ attributes: SAXAttributes, in parser: SAXParser) {
        if skipped > 0 || skipsStatus && stack.count == 2 && stack[1].name == "status" {
            skipped += 1
            return
        }
        var element = XMLElement(
            parser.pool.entry(name.local).pointee.string, attributes: ElementAttributes(attributes, &parser.pool))
        element.line = parser.line
        stack.append(element)
    }

    func end(in parser: SAXParser) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard let element = stack.popLast() else { return }
        guard !stack.isEmpty else {
            root = element
            root?.children.insert(contentsOf: comments, at: 0)
            return
        }
        stack[stack.count - 1].children.append(.element(element))
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>, in parser: SAXParser) {
        guard skipped == 0 else { return }
        stack[stack.count - 1].add(text: String(decoding: bytes, as: UTF8.self))
    }

    func blank(in parser: SAXParser) {
        if skipped == 0 { stack[stack.count - 1].hasBlanks = true }
    }

    func comment(_ text: String, in parser: SAXParser) {
        guard skipped == 0 else { return }
        if !stack.isEmpty {
            stack[stack.count - 1].children.append(.comment(text))
        } else if keepsOuterComments {
            if root == nil { comments.append(.comment(text)) } else { root?.children.append(.comment(text)) }
        }
    }
}

extension XMLElement {
    /// libxml2 gives a long text in parts.
    mutating func add(text: String) {
        guard case .text(let before)? = children.last else { return children.append(.text(text)) }
        children[children.count - 1] = .text(before + text)
    }
}
