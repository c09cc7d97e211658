import ClusterModel

/// An element of an XML text with all that stands in it: one part of a CIB, or a whole one while it is being edited.
public struct XMLElement: Equatable, Sendable {
    public enum Node: Equatable, Sendable {
        case element(XMLElement)
        /// As it is meant, not as it was escaped; white space around elements is no text.
        case text(String)
        case comment(String)
    }

    public var name: String
    public var attributes: ElementAttributes
    public var children: [Node] = []
    /// Of its start in the source, counted from 1; 0 where it has none.
    public var line = 0
    /// White space stood in it: where nothing else does, Pacemaker's digests tell that from nothing.
    var hasBlanks = false

    public init(_ name: String, attributes: ElementAttributes = [:], children: [Node] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    public init(_ name: String, attributes: ElementAttributes = [:], elements: [XMLElement]) {
        self.init(name, attributes: attributes, children: elements.map { .element($0) })
    }

    public var elements: [XMLElement] {
        children.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    public subscript(_ attribute: String) -> String? {
        get { attributes[attribute] }
        set { attributes[attribute] = newValue }
    }

    /// `primitive id="web"`, or the name alone, for messages.
    public var title: String { self["id"].map { "\(name) id=\"\($0)\"" } ?? name }
}
