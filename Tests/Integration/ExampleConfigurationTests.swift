import Foundation
import TestRig
import Testing

/// What `examples/devices` shows can be taken as it is.
@Suite(.waiting) struct ExampleConfigurationTests {
    private static let folder = "\(Stage.repository)/examples/devices"
    private static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".crm") }.sorted()

    @Test func thereAreSome() { #expect(!Self.files.isEmpty) }

    @Test(arguments: files) func aCheckCallsItGood(file: String) throws {
        let copy = try TemporaryFolder()
        let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
        let path = try copy.write(file, text, mode: 0o600)
        let run = try Stage.shared.stonith(["check", path])
        #expect(run.status == 0 && run.output.contains("is good"), "\(run.output)")
        // What a device cannot help is said, and no mistake.
        let warnings = run.errors.split(separator: "\n").filter { !$0.contains("is not encrypted: ") }
        #expect(warnings.isEmpty, "\(run.errors)")
    }
}
