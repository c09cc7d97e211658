/// Why a text is no CIB that can be used, and where. Nothing of it has been used then.
public struct CIBError: Error, Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
        case tooLong(bytes: Int)
        /// The first bytes are none of XML in UTF-8.
        case otherEncoding
        /// By the tool that unpacks it.
        case packed(String)
        case notXML(String)
        case documentType
        case tooDeep
        case tooManyElements
        case tooManyAttributes
        case otherRoot(String)
        case prefixed(String)
        case strayText(String)
        case doubledID(String, first: Int)
        case missing(String)
        case empty(String)
        case tooMany(String)
        /// A number of the version that cannot be counted up.
        case uncounted(String, String)
    }

    public var reason: Reason
    /// Counted from 1; 0 where it is about the text as a whole.
    public var line: Int
    /// `primitive id="web"`, or only the name; empty where it is in none.
    public var element: String

    public init(_ reason: Reason, line: Int = 0, element: String = "") {
        self.reason = reason
        self.line = line
        self.element = element
    }

    /// `line 12: <primitive id="web">: what is wrong; what to do`.
    public var text: String {
        (line > 0 ? "line \(line): " : "") + (element.isEmpty ? "" : "<\(element)>: ") + reason.text
    }
}

extension CIBError.Reason {
    var text: String {
        switch self {
        case .tooLong(let bytes): "the text has \(bytes) bytes, and \(CIBReader.bytesMax) are read at most"
        case .otherEncoding: "this is no XML in UTF-8; convert it, or look what file this is"
        case .packed(let tool): "this is a packed file; unpack it first, with \(tool)"
        case .notXML(let reason): "not well-formed XML: \(reason)"
        case .documentType: "a document type declaration (<!DOCTYPE>) is never read; remove it"
        case .tooDeep: "more than \(SAXParser.depthMax) elements stand in each other"
        case .tooManyElements: "the text has more than \(CIBReader.elementsMax) elements"
        case .tooManyAttributes: "an element has more than \(AttributeCount.max) attributes"
        case .otherRoot(let name): "the outermost element is <\(name)>, and must be <cib>"
        case .prefixed(let name): "\(name) is in a namespace, and a CIB knows none; remove the prefix"
        case .strayText(let text): "text (\(text)) stands where only elements may"
        case .doubledID(let id, let first): "the id \(id) stands already in line \(first); each must be different"
        case .missing(let name): "the attribute \(name) is missing"
        case .empty(let what): "there is no \(what) in it"
        case .tooMany(let what): "there may be only \(what) in it"
        case .uncounted(let name, let value): "\(name) is \"\(value)\", and cannot be counted up; set a smaller one"
        }
    }
}
