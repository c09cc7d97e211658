import CibXML
import ClusterModel
import Testing

/// What nobody here knows is written back wherever it stood: an attribute, an element and a comment in every element.
@Suite struct KeptTests {
    /// An empty reason says what none says.
    private static let source = SampleCIB.full.replacing("exit-reason=\"\" ", with: "")

    private static func tree(_ text: String) throws -> XMLElement {
        try CIBReader.tree(Array(text.utf8), keepsOuterComments: true)
    }

    private static func rewritten(_ root: XMLElement) throws -> XMLElement {
        try tree(SampleCIB.written(CIBReader.read(CIBWriter.write(root))))
    }

    /// Without the order of attributes and of what stands in an element.
    private static func meaning(_ element: XMLElement) -> String {
        let attributes = element.attributes.pairs.map { " \($0.name)=\"\($0.value)\"" }.sorted().joined()
        let inside = element.children.map { node in
            switch node {
            case .element(let child): meaning(child)
            case .text(let text): text
            case .comment(let text): "<!--\(text)-->"
            }
        }
        return "<\(element.name)\(attributes)>\(inside.sorted().joined())</\(element.name)>"
    }

    /// By numbers among the elements in each, the root first.
    private static func places(_ element: XMLElement) -> [[Int]] {
        [[]] + element.elements.enumerated().flatMap { index, child in places(child).map { [index] + $0 } }
    }

    private static func changed(
        _ element: XMLElement, at place: [Int], _ change: (inout XMLElement) -> Void
    ) -> XMLElement {
        var element = element
        guard let number = place.first else {
            change(&element)
            return element
        }
        let indices = element.children.indices.filter {
            if case .element = element.children[$0] { true } else { false }
        }
        guard case .element(let child) = element.children[indices[number]] else { return element }
        element.children[indices[number]] = .element(changed(child, at: Array(place.dropFirst()), change))
        return element
    }

    private static func addParts(_ element: inout XMLElement) {
        element["zz-attribute"] = "a & b"
        element.children.insert(.comment(" in \(element.name) "), at: 0)
        let part = XMLElement(
            "zz-part", attributes: ["c": "<d>"], children: [.comment("e"), .element(XMLElement("f"))])
        element.children.append(.element(part))
    }

    @Test func eachElementKeepsItsOwn() throws {
        let root = try Self.tree(Self.source)
        let places = Self.places(root)
        try #require(places.count > 90)
        for place in places {
            let changed = Self.changed(root, at: place, Self.addParts)
            let name = root[place]?.title ?? ""
            #expect(try Self.meaning(Self.rewritten(changed)) == Self.meaning(changed), "in <\(name)>")
        }
    }

    @Test func allOfThemTogether() throws {
        var root = try Self.tree(Self.source)
        for place in Self.places(root).reversed() { root = Self.changed(root, at: place, Self.addParts) }
        let (written, read) = try (Self.meaning(Self.rewritten(root)), Self.meaning(root))
        let place = zip(written, read).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
        #expect(written == read, "\(written.dropFirst(max(0, place - 300)).prefix(500))")
    }

    /// Text means nothing in a CIB: it is an error with its line, or stays in a part that is kept whole.
    @Test func strayTextIsNeverLost() throws {
        let root = try Self.tree(Self.source)
        for place in Self.places(root) {
            for position in [0, root[place]?.children.count ?? 0] {
                let changed = Self.changed(root, at: place) { $0.children.insert(.text("stray"), at: position) }
                let bytes = CIBWriter.write(changed)
                do throws(CIBError) {
                    let written = SampleCIB.written(try CIBReader.read(bytes))
                    #expect(written.contains("stray"), "in <\(root[place]?.title ?? "")>")
                } catch {
                    #expect(error.text.hasPrefix("line ") && error.text.contains("stray"), "\(error.text)")
                }
            }
        }
    }

    @Test func commentsAroundTheRootGoIntoIt() throws {
        let text = "<?xml version=\"1.0\"?><!--before-->\n<cib a=\"1\"><!--in--></cib>\n<!--behind-->"
        let written = SampleCIB.written(try SampleCIB.read(text))
        for comment in ["before", "in", "behind"] { #expect(written.contains("<!--\(comment)-->")) }
        #expect(try Self.tree(text).children == [.comment("before"), .comment("in"), .comment("behind")])
        #expect(try CIBReader.tree(Array(text.utf8)).children == [.comment("in")], "digests do not count them")
    }
}
