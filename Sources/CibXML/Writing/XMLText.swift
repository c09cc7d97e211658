import ClusterModel

/// XML being written, two blanks for each step inwards.
struct XMLText {
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    /// `<name a="b">`, or `<name a="b"/>` where nothing stands in it.
    mutating func element(
        _ name: String, _ attributes: ElementAttributes = [:], isEmpty: Bool = false, _ content: (inout XMLText) -> Void
    ) {
        let isEmpty = isEmpty && attributes.inside.isEmpty
        start(name, attributes, isEmpty: isEmpty)
        guard !isEmpty else { return }
        depth += 1
        content(&self)
        for xml in attributes.inside { raw(xml) }
        depth -= 1
        indent()
        bytes += "</\(name)>\n".utf8
    }

    mutating func leaf(_ name: String, _ attributes: ElementAttributes) {
        element(name, attributes, isEmpty: true) { _ in }
    }

    /// A part that is XML already.
    mutating func raw(_ xml: String) {
        indent()
        bytes += xml.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func start(_ name: String, _ attributes: ElementAttributes, isEmpty: Bool) {
        indent()
        bytes.append(UInt8(ascii: "<"))
        bytes += name.utf8
        for pair in attributes.pairs { add(attribute: pair.name, pair.value) }
        bytes += (isEmpty ? "/>\n" : ">\n").utf8
    }

    private mutating func indent() { bytes += repeatElement(UInt8(ascii: " "), count: depth * 2) }

    private mutating func add(attribute name: String, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        bytes += name.utf8
        bytes += "=\"".utf8
        bytes.append(escaped: value, isAttribute: true)
        bytes.append(UInt8(ascii: "\""))
    }
}

extension [UInt8] {
    /// What would mean something to XML, and white space that it would change in an attribute. What no XML may have at
    /// all (a control character) becomes a question mark.
    mutating func append(escaped text: String, isAttribute: Bool) {
        reserveCapacity(count + text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): self += "&amp;".utf8
            case UInt8(ascii: "<"): self += "&lt;".utf8
            case UInt8(ascii: ">"): self += "&gt;".utf8
            case UInt8(ascii: "\"") where isAttribute: self += "&quot;".utf8
            case 0x20...: append(byte)
            case 0x09, 0x0A, 0x0D: if isAttribute || byte == 0x0D { self += "&#\(byte);".utf8 } else { append(byte) }
            default: append(UInt8(ascii: "?"))
            }
        }
    }
}

extension XMLElement.Node {
    /// On one line, but for what its texts have.
    var xml: String {
        var bytes: [UInt8] = []
        bytes.append(self)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ node: XMLElement.Node) {
        switch node {
        case .comment(let text): self += "<!--\(text)-->".utf8
        case .text(let text): append(escaped: text, isAttribute: false)
        case .element(let element):
            self += "<\(element.name)".utf8
            for pair in element.attributes.pairs {
                self += " \(pair.name)=\"".utf8
                append(escaped: pair.value, isAttribute: true)
                append(UInt8(ascii: "\""))
            }
            guard !element.children.isEmpty else {
                self += "/>".utf8
                return
            }
            append(UInt8(ascii: ">"))
            for child in element.children { append(child) }
            self += "</\(element.name)>".utf8
        }
    }
}
