import ClusterModel

/// An element of a CIB between text and model: what a statement says, before all its ids are made up.
struct CIBElement: Equatable {
    var name: String
    var attributes: ElementAttributes
    var children: [CIBElement]
    /// For a part that nobody here knows: its XML, as it stood.
    var verbatim: String?

    init(_ name: String, _ attributes: ElementAttributes = [:], _ children: [CIBElement] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    init(_ unknown: UnknownElement) {
        self.init("")
        verbatim = unknown.xml
    }

    subscript(_ attribute: String) -> String? {
        get { attributes[attribute] }
        set { attributes[attribute] = newValue }
    }

    var id: String { attributes["id"] ?? "" }

    func children(_ name: String) -> [CIBElement] { children.filter { $0.name == name } }
    func child(_ name: String) -> CIBElement? { children.first { $0.name == name } }

    /// It has this id, or something in it has.
    func holds(_ id: String) -> Bool { self["id"] == id || children.contains { $0.holds(id) } }

    /// Of its children, those of other names, as what nobody knows.
    func unknown(but known: String...) -> [UnknownElement] {
        children.filter { !known.contains($0.name) }.map { UnknownElement(section: name, xml: $0.xml) }
    }

    /// The first of that name below, in the order of the source.
    func descendant(_ name: String) -> CIBElement? {
        for child in children {
            if child.name == name { return child }
            if let found = child.descendant(name) { return found }
        }
        return nil
    }
}
