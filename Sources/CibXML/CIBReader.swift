import ClusterModel

/// Reads a CIB from XML, whole or not at all.
///
/// What is well-formed and unknown is kept. A CIB of Pacemaker 1.0 to 2.0 becomes one of today's form (`CIBUpgrade`).
/// Each of these gives an error with its place, in time that grows with the length of the text only: text that is no
/// XML or not in the encoding that it names, a document type, entities, elements too deep in each other, and an id that
/// stands twice in the configuration.
public enum CIBReader {
    /// Several times what 64 nodes with 2000 resources and every probe need: 80 MB, 300,000 elements.
    public static let bytesMax = 256 << 20
    public static let elementsMax = 2_000_000

    public static func read(_ bytes: [UInt8]) throws(CIBError) -> CIB { try document(bytes).cib }

    /// With the places of what has an id.
    public static func document(_ bytes: [UInt8]) throws(CIBError) -> CIBDocument {
        let gatherer = CIBGatherer(bytes: bytes.count)
        try SAXParser.parse(bytes, for: gatherer)
        var document = gatherer.document
        document.upgraded = CIBUpgrade.upgrade(&document.cib)
        return document
    }

    /// With a tree of all that does not stand in the status.
    static func outlined(_ bytes: [UInt8]) throws(CIBError) -> (CIBDocument, XMLElement) {
        let gatherer = CIBGatherer(bytes: bytes.count, keepsOutline: true)
        try SAXParser.parse(bytes, for: gatherer)
        guard let outline = gatherer.outline else { throw CIBError(.notXML("it has no element")) }
        var document = gatherer.document
        document.upgraded = CIBUpgrade.upgrade(&document.cib)
        return (document, outline)
    }

    /// Any XML as a tree; the same limits hold, and ids are not looked at.
    ///
    /// - Parameter keepsOuterComments: those around the outermost element go into it. They count in no digest.
    public static func tree(_ bytes: [UInt8], keepsOuterComments: Bool = false) throws(CIBError) -> XMLElement {
        try tree(bytes, TreeGatherer(keepsOuterComments: keepsOuterComments))
    }

    /// - Parameter skipsStatus: nothing of what stands in `<status>`, most of a large CIB, is kept.
    static func tree(_ bytes: [UInt8], skipsStatus: Bool) throws(CIBError) -> XMLElement {
        try tree(bytes, TreeGatherer(skipsStatus: skipsStatus))
    }

    private static func tree(_ bytes: [UInt8], _ gatherer: TreeGatherer) throws(CIBError) -> XMLElement {
        try SAXParser.parse(bytes, for: gatherer)
        guard let root = gatherer.root else { throw CIBError(.notXML("it has no element")) }
        return root
    }
}

/// A CIB with what is known of its source.
public struct CIBDocument: Sendable {
    public var cib = CIB()
    /// Lines of the elements of the configuration that have an id, by it. Ids of nodes are apart: they may be those of
    /// something else as well.
    public var lines: [String: Int] = [:]
    public var nodeLines: [String: Int] = [:]
    /// What was changed so that it has today's form.
    public var upgraded: [String] = []
}
