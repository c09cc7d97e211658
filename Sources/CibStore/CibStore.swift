import CibXML
import ClusterModel

/// A CIB on disk, as Pacemaker keeps it: `cib.xml`, its digest in `cib.xml.sig`, and what it was before in `cib-N.raw`
/// with `cib-N.raw.sig`; `cib.last` has the number that the next backup gets.
///
/// Only one process may write to a folder at a time: `FolderLock` sees to that.
public struct CibStore: Sendable {
    /// As many backups as Pacemaker keeps.
    public static let backupsMax = 100

    private let folder: StoreFolder
    private let name: String

    public init(folder: String, name: String = "cib.xml") {
        self.folder = StoreFolder(path: folder)
        self.name = name
    }

    /// The bytes of the CIB, when they have the digest that was written with them. Where there is no digest at all, as
    /// after an operator has removed it, none is asked for.
    public func read() throws(StoreError) -> [UInt8] {
        guard let bytes = try folder.read(name) else { throw .missing(file: folder.url(name)) }
        guard let expected = try digest(in: "\(name).sig") else { return bytes }
        let found = try digest(of: bytes)
        guard found != expected else { return bytes }
        // The writer died between its two last steps.
        guard try digest(in: "\(name).sig.new") == found else {
            throw .wrongDigest(file: folder.url(name), expected: expected, found: found)
        }
        return bytes
    }

    /// Writes it instead of what is there, which is kept as a backup. The status is not written: it is of the moment.
    ///
    /// - Parameter isForced: also when it is older than what is there, or what is there was damaged.
    public func replace(with cib: CIB, isForced: Bool = false) throws(StoreError) {
        var kept = cib
        kept.nodeStates = []
        kept.unknown.removeAll { $0.section == "status" }
        try replace(with: CIBWriter.write(kept), version: cib.version, isForced: isForced)
    }

    /// The same with XML, which keeps comments in their place.
    public func replace(with root: XMLElement, isForced: Bool = false) throws(StoreError) {
        var kept = root
        kept.children.removeAll { if case .element(let part) = $0 { part.name == "status" } else { false } }
        kept.children.append(.element(XMLElement("status")))
        try replace(with: CIBWriter.write(kept), version: CIB(attributes: root.attributes).version, isForced: isForced)
    }

    private func replace(with bytes: [UInt8], version: CIBVersion, isForced: Bool) throws(StoreError) {
        if !isForced { try refuseOlder(version) }
        try finish()
        let draft = try folder.draft(bytes, of: name, like: name)
        do throws(StoreError) {
            try folder.replace("\(name).sig.new", with: Array(digest(of: bytes).utf8), like: name)
            try keepBackup()
            try folder.rename(draft, to: name)
        } catch {
            folder.remove(draft)
            throw error
        }
        try folder.sync()
        try folder.rename("\(name).sig.new", to: "\(name).sig")
        try folder.sync()
    }

    /// Does what a crash between the two last names left to be done: else the backup would get another's digest.
    private func finish() throws(StoreError) {
        guard let pending = try digest(in: "\(name).sig.new"), let bytes = try folder.read(name),
            let found = try? digest(of: bytes), found == pending
        else { return }
        try folder.rename("\(name).sig.new", to: "\(name).sig")
        try folder.sync()
    }

    private func refuseOlder(_ version: CIBVersion) throws(StoreError) {
        let bytes: [UInt8]
        do throws(StoreError) { bytes = try read() } catch {
            if case .missing = error { return }
            throw error
        }
        let old: CIBVersion
        do throws(CIBError) { old = try CIBReader.read(bytes).version } catch {
            throw .noCIB(file: folder.url(name), error)
        }
        guard version >= old else { throw .older(version, than: old) }
    }

    private func keepBackup() throws(StoreError) {
        guard try folder.read(name) != nil else { return }
        let number = try nextNumber()
        try folder.link(name, as: "cib-\(number).raw")
        try folder.link("\(name).sig", as: "cib-\(number).raw.sig")
        try folder.replace("cib.last", with: Array("\((number + 1) % Self.backupsMax)".utf8), like: name)
        try folder.sync()
    }

    /// The number for the next backup; the first is 0, and after the last it begins again.
    private func nextNumber() throws(StoreError) -> Int {
        let text = try folder.read("cib.last") ?? []
        let digits = text.prefix { (48...57).contains($0) }
        return (Int(String(decoding: digits, as: UTF8.self)) ?? 0) % Self.backupsMax
    }

    private func digest(in name: String) throws(StoreError) -> String? {
        try folder.read(name).map { String(decoding: $0.prefix { $0 > 0x20 }, as: UTF8.self) }
    }

    private func digest(of bytes: [UInt8]) throws(StoreError) -> String {
        do throws(CIBError) { return MD5.hex(of: DigestText.ofFile(try CIBReader.tree(bytes))) } catch {
            throw .noCIB(file: folder.url(name), error)
        }
    }
}
