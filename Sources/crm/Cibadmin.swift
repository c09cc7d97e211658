import CibStore
import CibXML
import ClusterModel

/// `cibadmin` on the CIB in the file that the environment's `CIB_file` names.
enum Cibadmin {
    /// - Parameter arguments: the tool's name, then what belongs to it.
    static func run(_ arguments: [String]) -> Int32 {
        do throws(CibadminFailure) {
            let request = try CibadminRequest(arguments)
            return try answer(request).rawValue
        } catch {
            for line in error.lines { Terminal.write(Array((Terminal.plain(line) + "\n").utf8), to: 2) }
            if let xml = error.xml { Terminal.answer(xml) }
            return error.code.rawValue
        }
    }

    private static func answer(_ request: CibadminRequest) throws(CibadminFailure) -> ExitCode {
        switch request.command {
        case .help: Terminal.answer(CibadminRequest.help)
        case .version: Terminal.answer(Release.line("cibadmin"))
        case .empty: Terminal.answer(CIBWriter.write(.emptyCIB))
        case .digest: try digest(request, DigestText.ofFile, "Digest: ")
        case .versionedDigest:
            let version = try request.neededInput()["crm_feature_set"] ?? "(null)"
            try digest(request, DigestText.versioned, "Versioned (\(version)) digest: ")
        case .query: try query(request)
        default: try change(request)
        }
        return .ok
    }

    private static func digest(
        _ request: CibadminRequest, _ text: (XMLElement) -> [UInt8], _ label: String
    ) throws(CibadminFailure) {
        let digest = try MD5.hex(of: text(request.neededInput()))
        Terminal.write(Array(label.utf8), to: 2)
        Terminal.answer(digest + "\n")
    }

    private static func query(_ request: CibadminRequest) throws(CibadminFailure) {
        guard request.xpath == nil || request.scope == nil else {
            throw CibadminRequest.misuse("--scope and --xpath exclude each other: write the section into the path")
        }
        let root = try CIBFile.current().root()
        guard let expression = request.xpath else {
            let path = CIBScope(request.scope).path
            guard var found = root[path] else { throw .missing("there is no <\(path.last ?? "cib")>") }
            if request.isBare { found.children = [] }
            Terminal.answer(CIBWriter.write(found))
            return
        }
        let places = try Self.places(expression, root)
        if request.asksPaths {
            Terminal.answer(places.map { XPath.path(to: $0, in: root) + "\n" }.joined())
        } else if let place = places.first, places.count == 1, var found = root[place] {
            if request.isBare { found.children = [] }
            Terminal.answer(CIBWriter.write(found))
        } else {
            Terminal.answer(CIBWriter.write(XMLElement("xpath-query", elements: places.compactMap { root[$0] })))
        }
    }

    static func places(_ expression: String, _ root: XMLElement) throws(CibadminFailure) -> [[Int]] {
        let places = try placesIfAny(expression, root)
        guard !places.isEmpty else { throw .missing("nothing is at \(expression)") }
        return places
    }

    static func placesIfAny(_ expression: String, _ root: XMLElement) throws(CibadminFailure) -> [[Int]] {
        do throws(XPath.Failure) { return try XPath.places(expression, in: root) } catch {
            throw .missing(error.text)
        }
    }

    private static func change(_ request: CibadminRequest) throws(CibadminFailure) {
        let file = try CIBFile.current()
        let input = try request.input()
        let lock: FolderLock?
        do throws(ToolFailure) { lock = try file.lock() } catch { throw .unconnected(error.text, [], error.code) }
        defer { lock?.release() }
        let root = try file.root()
        var edit = CIBEdit(root)
        try CibadminChange(request: request, input: input, root: root).apply(to: &edit)
        guard edit.root != root else { return }
        guard !file.isStore || edit.changesMoreThanStatus else {
            let why = "\(file.path) is kept as Pacemaker keeps its own, without a status; copy it to change its status"
            throw CibadminFailure(["Call failed: \(why)"], .unimplemented)
        }
        let result: XMLElement
        do throws(CIBError) { result = try edit.result() } catch { throw .nonconforming([error.text]) }
        try file.replace(with: result)
    }
}
