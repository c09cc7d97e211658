import ClusterModel

extension XMLElement {
    func fail(_ reason: CIBError.Reason) -> CIBError { CIBError(reason, line: line, element: title) }

    /// As it is written back at the end of its section.
    func unknown(in section: String) -> UnknownElement {
        UnknownElement(section: section, xml: Node.element(self).xml)
    }

    /// What is left of a section when all that is known was taken out of it: comments, what was not taken, and its
    /// attributes unless they are the usual ones.
    func rest(
        usual: ElementAttributes = [:],
        _ take: (XMLElement) throws(CIBError) -> Bool = { (_) throws(CIBError) in false }
    ) throws(CIBError) -> [UnknownElement] {
        let own = attributes == usual ? [] : [UnknownElement(section: name, attributes: attributes)]
        return try own + sorted(take)
    }

    /// Its attributes, with what stands in it and is not taken.
    func withInside(_ take: (XMLElement) throws(CIBError) -> Bool) throws(CIBError) -> ElementAttributes {
        var result = attributes
        result.inside = try sorted(take).map(\.xml)
        return result
    }

    /// The same of an element in which nothing should stand.
    func leaf() throws(CIBError) -> ElementAttributes { try withInside { (_) throws(CIBError) in false } }

    /// Hands each element in it over; the answer is comments, and those elements that were not taken.
    func sorted(_ take: (XMLElement) throws(CIBError) -> Bool) throws(CIBError) -> [UnknownElement] {
        var left: [UnknownElement] = []
        for child in children {
            switch child {
            case .element(let element):
                if try !take(element) { left.append(UnknownElement(section: name, xml: child.xml)) }
            case .comment: left.append(UnknownElement(section: name, xml: child.xml))
            case .text(let text): throw fail(.strayText("\"\(text.prefix(40))\""))
            }
        }
        return left
    }

    /// An attribute that it cannot do without.
    func needed(_ name: String) throws(CIBError) -> String {
        guard let value = self[name] else { throw fail(.missing(name)) }
        return value
    }
}
