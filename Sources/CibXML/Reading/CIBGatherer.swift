import CLibXML
import ClusterModel

/// Gathers a CIB from the parts of its XML: each thing of a section is made a value as soon as it is whole, and each
/// operation of the status at once, so that there is never a tree of more than one thing.
final class CIBGatherer: SAXListener {
    private(set) var document = CIBDocument()
    /// The elements that are open, the outermost first.
    private var stack: [XMLElement] = []
    private var histories: [ResourceHistory] = []
    private var records: [OperationRecord] = []
    /// An operation of the status is open. It stands on the stack only where something stands in it.
    private var isInRecord = false
    /// The innermost element that is open is an `<lrm_resource>` in its place.
    private var isInHistory = false
    private var commonAttributes = ElementAttributes()
    /// What was closed, by how deep it stands, for `outline`: only where that is wanted.
    private var closed: [[XMLElement.Node]] = [[], [], []]
    private let keepsOutline: Bool
    /// The whole, without what stands in the status.
    private(set) var outline: XMLElement?

    /// - Parameter bytes: of the text, for a guess at how many ids there will be.
    init(bytes: Int, keepsOutline: Bool = false) {
        self.keepsOutline = keepsOutline
        document.lines.reserveCapacity(min(bytes / 256, 20_000))
    }

    func start(_ name: SAXName, _ attributes: SAXAttributes, in parser: SAXParser) {
        let text = parser.pool.entry(name.local).pointee.string
        guard !stack.isEmpty || text == "cib" else {
            return parser.fail(CIBError(.otherRoot(text), line: parser.line))
        }
        if isInRecord {
            openRecord(in: parser)
        } else if isInHistory, text == "lrm_rsc_op" {
            isInRecord = true
            return records.append(OperationRecord(attributes, &parser.pool))
        }
        var element = XMLElement(text, attributes: ElementAttributes(attributes, &parser.pool))
        element.line = parser.line
        stack.append(element)
        isInHistory = stack.count == Self.historyDepth && isHistory(stack[Self.historyDepth - 1])
        if stack.count > 2, stack[1].name == "configuration" { note(element, in: parser) }
    }

    /// Names of elements whose `id` is of something else, or of no concern to others (Pacemaker's schema 3.9).
    private static let borrowed: Set = ["resource_ref", "obj_ref", "role", "role_ref", "acl_target", "acl_user"]

    private func note(_ element: XMLElement, in parser: SAXParser) {
        guard let id = element["id"], !Self.borrowed.contains(element.name) else { return }
        let isNode = element.name == "node"
        let lines = isNode ? \CIBDocument.nodeLines : \CIBDocument.lines
        let first = document[keyPath: lines].updateValue(element.line, forKey: id)
        if let first { parser.fail(CIBError(.doubledID(id, first: first), line: element.line, element: element.title)) }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>, in parser: SAXParser) {
        if isInRecord { openRecord(in: parser) }
        stack[stack.count - 1].add(text: String(decoding: bytes, as: UTF8.self))
    }

    func blank(in parser: SAXParser) {}

    func comment(_ text: String, in parser: SAXParser) {
        if isInRecord { openRecord(in: parser) }
        guard !stack.isEmpty else {
            return document.cib.unknown.append(UnknownElement(section: "cib", xml: XMLElement.Node.comment(text).xml))
        }
        stack[stack.count - 1].children.append(.comment(text))
    }

    func end(in parser: SAXParser) {
        if isInRecord, stack.count == Self.historyDepth {
            isInRecord = false
            return
        }
        guard let element = stack.popLast() else { return }
        if keepsOutline, stack.count < 2 || stack.count < 4 && stack[1].name == "configuration" { keep(element) }
        do throws(CIBError) {
            if isInRecord, stack.count == Self.historyDepth { try closeRecord(element) } else { try close(element) }
        } catch {
            parser.fail(error)
        }
        isInHistory = stack.count == Self.historyDepth && isHistory(stack[Self.historyDepth - 1])
    }

    /// With what was kept of what stands in it.
    private func keep(_ element: XMLElement) {
        var whole = element
        if stack.count < closed.count {
            whole.children += closed[stack.count]
            closed[stack.count] = []
        }
        if stack.isEmpty {
            outline = whole
        } else if stack.count < 3 || CIBConfiguration.sections.contains(stack[2].name) {
            closed[stack.count - 1].append(.element(whole))
        }
    }

    private func openRecord(in parser: SAXParser) {
        guard stack.count == Self.historyDepth else { return }
        var element = XMLElement("lrm_rsc_op")
        element.line = parser.line
        stack.append(element)
    }

    private func closeRecord(_ element: XMLElement) throws(CIBError) {
        isInRecord = false
        records[records.count - 1].others.inside = try element.leaf().inside
    }

    private func close(_ element: XMLElement) throws(CIBError) {
        switch stack.count {
        case 0:
            document.cib.attributes = element.attributes
            document.cib.unknown += try element.sorted { (_) throws(CIBError) in false }
        case 1 where element.name == "configuration" || element.name == "status":
            try document.cib.unknown += element.rest()
        case 2 where stack[1].name == "status": try closeInStatus(element)
        case 2 where stack[1].name == "configuration" && CIBConfiguration.sections.contains(element.name):
            try document.cib.configuration.unknown += element.rest()
        case 3 where stack[1].name == "configuration" && CIBConfiguration.sections.contains(stack[2].name):
            try document.cib.configuration.add(element, to: stack[2].name)
        case Self.historyDepth - 1 where isHistory(element): try closeHistory(element)
        case 1: document.cib.unknown.append(element.unknown(in: "cib"))
        case 2 where stack[1].name == "configuration":
            document.cib.configuration.unknown.append(element.unknown(in: "configuration"))
        default: stack[stack.count - 1].children.append(.element(element))
        }
    }

    /// Of `<lrm_resource>` in its place.
    private static let historyDepth = 6

    private func isHistory(_ element: XMLElement) -> Bool {
        element.name == "lrm_resource" && stack[4].name == "lrm_resources" && stack[3].name == "lrm"
            && stack[2].name == "node_state" && stack[1].name == "status" && !stack[2].has("lrm")
    }

    private func closeHistory(_ element: XMLElement) throws(CIBError) {
        let inside = try element.leaf().inside
        let pairs = element.attributes.pairs
        // Most resources are of few types: their attributes are kept once.
        if pairs.first?.name != "id" || !pairs.dropFirst().elementsEqual(commonAttributes.pairs) {
            commonAttributes.pairs = pairs.filter { $0.name != "id" }
        }
        var history = ResourceHistory(id: element["id"] ?? "", attributes: commonAttributes)
        history.attributes.inside = inside
        swap(&history.operations, &records)
        records.removeAll()
        histories.append(history)
    }

    private func closeInStatus(_ element: XMLElement) throws(CIBError) {
        guard element.name == "node_state" else {
            return document.cib.unknown.append(element.unknown(in: "status"))
        }
        var state = try NodeState(element)
        swap(&state.histories, &histories)
        histories.removeAll()
        document.cib.nodeStates.append(state)
    }
}

extension XMLElement {
    fileprivate func has(_ name: String) -> Bool {
        children.contains { child in
            guard case .element(let element) = child else { return false }
            return element.name == name
        }
    }
}
