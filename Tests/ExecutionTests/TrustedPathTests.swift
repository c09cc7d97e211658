import Foundation
import TestRig
import Testing

@testable import Execution

@Suite struct TrustedPathTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func chmod(_ path: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func makeFolder(_ name: String, mode: Int) throws -> String {
        try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
        try chmod(folder.path(name), mode)
        return folder.path(name)
    }

    private func refusal(_ path: String, mustExecute: Bool = true) -> TrustedPath.Refusal? {
        do throws(TrustedPath.Refusal) {
            _ = try TrustedPath.check(path, mustExecute: mustExecute)
            return nil
        } catch { return error }
    }

    @Test(arguments: [0o755, 0o700, 0o555, 0o500])
    func aProgramThatOnlyItsOwnerWritesIsTrusted(mode: Int) throws {
        let path = try folder.write("script", "", mode: mode)
        #expect(try TrustedPath.check(path, mustExecute: true) == path)
    }

    @Test(arguments: [0o775, 0o757, 0o777, 0o722])
    func aFileThatOthersMayWriteIsRefusedWithItsMode(mode: Int) throws {
        let path = try folder.write("script", "", mode: mode)
        guard case .writableByOthers(path, let found)? = refusal(path) else {
            Issue.record("not refused for its mode")
            return
        }
        #expect(Int(found) & 0o7777 == mode)
        #expect(refusal(path)?.text.contains("chmod go-w \(path)") == true)
    }

    @Test func aRelativePathIsSeenFromTheCurrentFolder() {
        let current = FileManager.default.currentDirectoryPath
        #expect(TrustedPath.absolute("folder/file") == "\(current)/folder/file")
        #expect(TrustedPath.absolute("/folder/file") == "/folder/file")
        #expect(refusal("no-such-folder/file")?.text.hasPrefix("\(current)/no-such-folder/file cannot") == true)
    }

    @Test func aLibraryNeedNotBeExecutableButAScriptMust() throws {
        let path = try folder.write("file", "", mode: 0o644)
        #expect(refusal(path, mustExecute: false) == nil)
        #expect(refusal(path) == .notExecutable(path: path))
    }

    @Test func aFolderThatOthersMayWriteIsRefused() throws {
        let open = try makeFolder("open", mode: 0o777)
        let path = try folder.write("open/script", "", mode: 0o755)
        guard case .writableByOthers(open, _)? = refusal(path) else {
            Issue.record("not refused for its folder")
            return
        }
    }

    @Test func aStickyFolderThatOthersMayWriteWillDo() throws {
        _ = try makeFolder("sticky", mode: 0o1777)
        let path = try folder.write("sticky/script", "", mode: 0o755)
        #expect(refusal(path) == nil)
    }

    @Test func aLinkIsJudgedByWhatItLeadsTo() throws {
        let good = try folder.write("good", "", mode: 0o755)
        let bad = try folder.write("bad", "", mode: 0o777)
        for (name, target) in [("to-good", good), ("to-bad", bad)] {
            try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
        }
        #expect(try TrustedPath.check(folder.path("to-good"), mustExecute: true) == good)
        guard case .writableByOthers(bad, _)? = refusal(folder.path("to-bad")) else {
            Issue.record("the link's target was not looked at")
            return
        }
    }

    @Test func whatIsNotThereIsRefused() throws {
        let path = folder.path("nothing")
        #expect(refusal(path) == .missing(path: path, errno: ENOENT))
        try FileManager.default.createSymbolicLink(atPath: folder.path("dangling"), withDestinationPath: path)
        #expect(refusal(folder.path("dangling")) == .missing(path: folder.path("dangling"), errno: ENOENT))
    }

    @Test func onlyARegularFileIsAProgram() throws {
        let inner = try makeFolder("inner", mode: 0o755)
        #expect(refusal(inner) == .notRegular(path: inner))
        #expect(mkfifo(folder.path("pipe"), 0o700) == 0)
        #expect(refusal(folder.path("pipe")) == .notRegular(path: folder.path("pipe")))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func whatBelongsToSomebodyElseIsRefused() throws {
        let path = try folder.write("script", "", mode: 0o755)
        try #require(chown(path, 65534, 65534) == 0)
        #expect(refusal(path) == .foreignOwner(path: path, owner: 65534))
        let theirs = try makeFolder("theirs", mode: 0o755)
        let inside = try folder.write("theirs/script", "", mode: 0o755)
        try #require(chown(theirs, 65534, 65534) == 0)
        #expect(refusal(inside) == .foreignOwner(path: theirs, owner: 65534))
    }

    @Test func foldersAboveGoFromTheRootDown() {
        #expect(TrustedPath.foldersAbove("/usr/lib/x") == ["/", "/usr", "/usr/lib"])
        #expect(TrustedPath.foldersAbove("/x") == ["/"])
    }
}
