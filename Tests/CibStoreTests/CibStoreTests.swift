import CibStore
import CibXML
import ClusterModel
import Foundation
import TestRig
import Testing

@Suite struct CibStoreTests {
    private let folder: TemporaryFolder
    private let store: CibStore

    init() throws {
        folder = try TemporaryFolder()
        store = CibStore(folder: folder.root)
    }

    private func cib(_ epoch: Int) -> CIB {
        var cib = CIB(attributes: ["validate-with": "pacemaker-3.9"])
        cib.version = CIBVersion(adminEpoch: 0, epoch: epoch, updates: 0)
        cib.nodeStates = [NodeState(attributes: ["id": "1"])]
        return cib
    }

    private func epoch() throws -> Int { try CIBReader.read(store.read()).version.epoch }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.root).sorted() }
    }

    @Test func whatIsReplacedIsKept() throws {
        for epoch in 1...3 { try store.replace(with: cib(epoch)) }
        #expect(try epoch() == 3)
        #expect(
            try names == [
                "cib-0.raw", "cib-0.raw.sig", "cib-1.raw", "cib-1.raw.sig", "cib.last", "cib.xml", "cib.xml.sig",
            ])
        #expect(try folder.read("cib.last") == "2")
        #expect(try CIBReader.read(Array(folder.read("cib-1.raw").utf8)).version.epoch == 2)
        #expect(try CIBReader.read(store.read()).nodeStates.isEmpty, "the status is of the moment")
    }

    /// As Debian's cibadmin computes it.
    @Test func theDigestIsThePeers() throws {
        try store.replace(with: cib(1))
        let run = try ProcessRun.run("/usr/sbin/cibadmin", ["-5", "-x", folder.path("cib.xml")])
        #expect(try folder.read("cib.xml.sig") + "\n" == run.output)
    }

    @Test func theNumbersBeginAgain() throws {
        try store.replace(with: cib(1))
        try folder.write("cib.last", "99\n")
        try store.replace(with: cib(2))
        #expect(try folder.read("cib.last") == "0")
        try folder.write("cib.last", "nonsense")
        try store.replace(with: cib(3))
        #expect(try folder.read("cib.last") == "1")
    }

    @Test func anOlderOneIsRefusedUnlessForced() throws {
        try store.replace(with: cib(5))
        let old = CIBVersion(adminEpoch: 0, epoch: 4, updates: 0)
        #expect(throws: StoreError.older(old, than: CIBVersion(adminEpoch: 0, epoch: 5, updates: 0))) {
            try store.replace(with: cib(4))
        }
        #expect(try epoch() == 5)
        try store.replace(with: cib(4), isForced: true)
        #expect(try epoch() == 4)
    }

    @Test func whatWasChangedIsNotRead() throws {
        try store.replace(with: cib(5))
        let text = try folder.read("cib.xml")
        try folder.write("cib.xml", text.replacing("epoch=\"5\"", with: "epoch=\"6\""))
        #expect {
            _ = try store.read()
        } throws: { error in
            guard case StoreError.wrongDigest(let file, _, _) = error else { return false }
            return file == folder.path("cib.xml")
        }
        #expect(throws: StoreError.self) { try store.replace(with: cib(7)) }
        // White space is no change.
        try folder.write("cib.xml", text.replacing(">\n", with: ">\n   "))
        #expect(try epoch() == 5)
        try FileManager.default.removeItem(atPath: folder.path("cib.xml.sig"))
        try folder.write("cib.xml", text.replacing("epoch=\"5\"", with: "epoch=\"6\""))
        #expect(try epoch() == 6, "an operator who means a change removes the digest")
    }

    @Test func aCrashBetweenTheTwoNames() throws {
        try store.replace(with: cib(1))
        let old = try folder.read("cib.xml.sig")
        try store.replace(with: cib(2))
        try folder.write("cib.xml.sig.new", folder.read("cib.xml.sig"))
        try folder.write("cib.xml.sig", old)
        #expect(try epoch() == 2)
        try store.replace(with: cib(3))
        #expect(try epoch() == 3)
    }

    /// After the crash above, and one in the change that followed: its backup has its own digest, and what is there can
    /// be read.
    @Test func twoCrashes() throws {
        try store.replace(with: cib(1))
        let old = try folder.read("cib.xml.sig")
        try store.replace(with: cib(2))
        let second = try folder.read("cib.xml.sig")
        try folder.write("cib.xml.sig.new", second)
        try folder.write("cib.xml.sig", old)
        try store.replace(with: cib(3))
        #expect(try folder.read("cib-1.raw.sig") == second)
        let third = try (folder.read("cib.xml"), folder.read("cib.xml.sig"))
        try folder.write("cib.xml.sig.new", old)
        #expect(try epoch() == 3, "a digest that was to be the next one")
        try store.replace(with: cib(4))
        #expect(try folder.read("cib-2.raw") == third.0 && folder.read("cib-2.raw.sig") == third.1)
    }

    /// Nothing is left of what could not be written, and what stands under an old temporary name is somebody else's.
    @Test func onlyItsOwnFilesAreTouched() throws {
        try folder.write("x.xml.new", "mine")
        try folder.write("x.xml", "one")
        let old = try #require(FileHandle(forReadingAtPath: folder.path("x.xml")))
        try DurableFile.replace(folder.path("x.xml"), with: Array("two".utf8))
        #expect(try folder.read("x.xml.new") == "mine")
        #expect(try old.readToEnd() == Data("one".utf8), "who has the old one open keeps the old one")
        try FileManager.default.createDirectory(atPath: folder.path("d/e"), withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try DurableFile.replace(folder.path("d"), with: []) }
        #expect(try names == ["d", "x.xml", "x.xml.new"])
    }

    @Test func nothingAndNoCIB() throws {
        #expect(throws: StoreError.missing(file: folder.path("cib.xml"))) { try store.read() }
        try folder.write("cib.xml", "<cib>")
        #expect(throws: StoreError.self) { try store.replace(with: cib(1)) }
        try store.replace(with: cib(1), isForced: true)
        #expect(try epoch() == 1)
        let nowhere = CibStore(folder: folder.path("none"))
        #expect(throws: StoreError.self) { try nowhere.replace(with: cib(1)) }
    }

    @Test func onlyOneChangesAFolderAtATime() throws {
        let file = try folder.write("x.xml", "one")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: file)
        let lock = try #require(try FolderLock(forFile: file))
        let real = URL(fileURLWithPath: folder.root).resolvingSymlinksInPath().path
        #expect(throws: StoreError.locked(folder: real + "/", seconds: 1)) {
            _ = try FolderLock(forFile: folder.path("link"), seconds: 1)
        }
        lock.release()
        try #require(try FolderLock(forFile: folder.path("link"), seconds: 1)).release()
        #expect(try FolderLock(forFile: folder.path("none")) == nil)
        #expect(StoreError.locked(folder: "/x/", seconds: 1).text.contains("try again when it is done"))
    }

    @Test func aFileOfItsOwn() throws {
        try DurableFile.replace(folder.path("x.xml"), with: Array("one".utf8))
        try DurableFile.replace(folder.path("x.xml"), with: Array("two".utf8))
        #expect(try names == ["x.xml"] && folder.read("x.xml") == "two")
        let link = folder.path("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("x.xml"))
        try FileManager.default.setAttributes([.posixPermissions: 0o604], ofItemAtPath: folder.path("x.xml"))
        try DurableFile.replace(link, with: Array("three".utf8))
        #expect(try folder.read("x.xml") == "three")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("x.xml"))
        #expect(attributes[.posixPermissions] as? Int == 0o604)
    }
}
