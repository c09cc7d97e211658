import CibXML
import ClusterModel
import Testing

/// A CIB's configuration as lines that are equal when two configurations mean the same: the order of attributes, and of
/// children where it has no meaning, is left out; made-up ids are not.
enum CanonicalXML {
    static func lines(_ text: String) throws -> [String] {
        let root = try CIBReader.tree(Array(text.utf8))
        return lines(of: try #require(root.elements.first { $0.name == "configuration" }), 0)
    }

    /// In these the order of the children counts.
    private static let ordered: Set = [
        "resource_set", "rsc_colocation", "rsc_order", "rsc_ticket", "rule", "operations", "fencing-topology", "tag",
        "acl_role", "acl_target", "select",
    ]

    private static func lines(of element: XMLElement, _ depth: Int) -> [String] {
        let attributes = element.attributes.pairs.map { "\($0.name)=[\($0.value)]" }.sorted()
        let head = String(repeating: "  ", count: depth) + ([element.name] + attributes).joined(separator: " ")
        var children = element.elements.filter { !isEmptySection($0) }.map { lines(of: $0, depth + 1) }
        if element.name == "group" {
            // Resources in a group are in order, and sets of values stand anywhere.
            let isMember = { (lines: [String]) in lines[0].contains("primitive ") }
            children = children.filter { !isMember($0) }.sorted { $0[0] < $1[0] } + children.filter(isMember)
        } else if !ordered.contains(element.name) {
            children.sort { $0[0] < $1[0] }
        }
        return [head] + children.flatMap(\.self)
    }

    private static func isEmptySection(_ element: XMLElement) -> Bool {
        element.children.isEmpty && element.attributes.pairs.isEmpty && !element.name.hasPrefix("select")
    }
}
