import Foundation
import TestRig
import Testing

@testable import Execution

@Suite struct SecretReferenceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func failure(_ reference: SecretReference) -> SecretReference.Failure? {
        do throws(SecretReference.Failure) {
            _ = try reference.resolve()
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        ("file:/etc/secret", SecretReference.file("/etc/secret")), ("env:IPMI_PASSWORD", .environment("IPMI_PASSWORD")),
        ("cred:ipmi", .credential("ipmi")), ("file:a:b", .file("a:b")), ("file:", .file("")),
    ])
    func referencesAreTold(text: String, reference: SecretReference) {
        #expect(SecretReference(text) == reference)
    }

    @Test(arguments: ["", "secret", ":", "File:/x", "files:/x", "pass:word", " file:/x"])
    func anythingElseIsALiteral(text: String) {
        #expect(SecretReference(text) == nil)
    }

    @Test(arguments: ["hogehoge", "hogehoge\n", "hogehoge\r\nsecond line\n"])
    func aFilesFirstLineIsTheSecret(text: String) throws {
        #expect(try SecretReference.file(try folder.write("secret", text)).resolve() == "hogehoge")
    }

    @Test(arguments: ["", "\n", "\r\n", "\nsecond"])
    func anEmptyFirstLineIsNoSecret(text: String) throws {
        let path = try folder.write("secret", text)
        #expect(failure(.file(path)) == .empty(path: path))
    }

    @Test func aFileThatIsNotThereIsNamed() {
        let path = folder.path("nothing")
        #expect(failure(.file(path)) == .unreadable(path: path, errno: ENOENT))
        #expect(failure(.file(path))?.text.contains(path) == true)
    }

    @Test func theEnvironmentIsRead() throws {
        #expect(try SecretReference.environment("PATH").resolve() == Environment.value("PATH"))
        #expect(failure(.environment("STONITH_NO_SUCH")) == .notInEnvironment(name: "STONITH_NO_SUCH"))
    }

    @Test func aCredentialNeedsItsFolder() throws {
        try #require(Environment.value("CREDENTIALS_DIRECTORY") == nil)
        #expect(failure(.credential("ipmi")) == .noCredentials(name: "ipmi"))
    }
}
