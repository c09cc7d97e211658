import ClusterModel

extension XMLElement {
    func fail(_ reason: CIBError.Reason) -> CIBError { CIBError(reason, line: line, element: title) }

    /// As it is written back at the end of its section.
    func unknown(in section: String) -> UnknownElement {
        UnknownElement(section: section, xml: Node.element(self).xml)
    }

    /// What is left of a section when all that is known was taken out of it: comments.
    func rest() throws(CIBError) -> [UnknownElement] {
        if let pair = attributes.pairs.first { throw fail(.unknownAttribute(pair.name)) }
        return try sorted { (_) throws(CIBError) in false }
    }

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

    /// Where nothing may stand in it.
    func mustBeEmpty() throws(CIBError) {
        for child in children {
            switch child {
            case .element(let element): throw element.fail(.noRoom(element.name))
            case .text(let text): throw fail(.strayText("\"\(text.prefix(40))\""))
            case .comment: continue
            }
        }
    }

    /// An attribute that it cannot do without.
    func needed(_ name: String) throws(CIBError) -> String {
        guard let value = self[name] else { throw fail(.missing(name)) }
        return value
    }

    /// Its attributes, of which there may be no others than those named.
    func only(_ names: String...) throws(CIBError) -> ElementAttributes {
        for pair in attributes.pairs where !names.contains(pair.name) { throw fail(.unknownAttribute(pair.name)) }
        return attributes
    }
}
