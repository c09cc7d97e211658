import CLibXML
import Wire

/// The metadata of an RHCS agent, as far as anything here needs it (fence-agents, metadata.rng), from its XML.
public struct AgentDocument: Sendable, Equatable {
    public struct Parameter: Sendable, Equatable {
        public var name = ""
        public var type = "string"
        public var fallback: String?
        public var brief = ""
        public var isRequired = false
        public var isUnique = false
        public var isDeprecated = false
        /// The name that it had before.
        public var obsoletes: String?
    }

    public struct Action: Sendable, Equatable {
        public var name = ""
        public var isAutomatic = false
        public var runsOnTarget = false
    }

    public enum Failure: Error, Sendable, Equatable {
        case tooLong(bytes: Int)
        case notXML(line: Int, String)
        /// It is XML, and no `resource-agent`.
        case otherDocument(String)
        case tooMany(String)

        public var text: String {
            switch self {
            case .tooLong(let bytes): "its metadata has \(bytes) bytes, and \(AgentDocument.bytesMax) are allowed"
            case .notXML(let line, let reason): "its metadata is no XML (line \(line): \(reason))"
            case .otherDocument(let name): "its metadata is of \(name) and not of resource-agent"
            case .tooMany(let what): "its metadata has more than \(AgentDocument.entriesMax) \(what)"
            }
        }
    }

    public static let bytesMax = 256 * 1024
    static let entriesMax = 512

    public var brief = ""
    public var text = ""
    public var url = ""
    public var parameters: [Parameter] = []
    public var actions: [Action] = []

    /// Nothing outside the text is read for it: no DTD, no entity of another file.
    public init(xml bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= Self.bytesMax else { throw .tooLong(bytes: bytes.count) }
        let tree = try XMLTree(bytes)
        guard let root = tree.root, root.name == "resource-agent" else {
            throw .otherDocument(tree.root?.name ?? "nothing")
        }
        brief = root["shortdesc"] ?? ""
        for element in root.children {
            switch element.name {
            case "longdesc": text = element.text
            case "vendor-url": url = element.text
            case "parameters": parameters += element.children.filter { $0.name == "parameter" }.map(Parameter.init)
            case "actions": actions += element.children.filter { $0.name == "action" }.map(Action.init)
            default: continue
            }
        }
        guard parameters.count <= Self.entriesMax else { throw .tooMany("parameters") }
        guard actions.count <= Self.entriesMax else { throw .tooMany("actions") }
    }

    /// One object on one line; `AgentProfile` reads it.
    public var json: JSONLine {
        var line = JSONLine()
        line.add("brief", brief)
        line.add("text", text)
        line.add("url", url)
        line.add("parameters", parameters.map(\.json))
        line.add("actions", actions.map(\.json))
        return line
    }
}

extension AgentDocument.Parameter {
    init(_ element: XMLTree.Element) {
        name = element["name"] ?? ""
        isRequired = element.says("required")
        isUnique = element.says("unique")
        isDeprecated = element.says("deprecated")
        obsoletes = element["obsoletes"]
        for child in element.children {
            switch child.name {
            case "content":
                type = child["type"] ?? type
                fallback = child["default"]
            case "shortdesc": brief = child.text
            default: continue
            }
        }
    }

    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("name", name)
        line.add("type", type)
        line.add("default", fallback)
        line.add("brief", brief)
        line.add("required", isRequired)
        line.add("unique", isUnique)
        line.add("deprecated", isDeprecated)
        line.add("obsoletes", obsoletes)
        return line
    }
}

extension AgentDocument.Action {
    /// `required` is what `automatic` was called before Pacemaker 1.1.12.
    init(_ element: XMLTree.Element) {
        name = element["name"] ?? ""
        isAutomatic = element.says("automatic") || element.says("required")
        runsOnTarget = element.says("on_target")
    }

    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("name", name)
        line.add("automatic", isAutomatic)
        line.add("on-target", runsOnTarget)
        return line
    }
}
