import Foundation
import TestRig
import Testing

/// `examples/client.swift`, as it was built beside these tests.
@Suite struct ExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: [String]) throws -> ProcessRun {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("ExampleClient")
        let environment = ["STONITH_SOCKET": folder.path("sock"), "PATH": "/usr/bin:/bin"]
        return try ProcessRun.run(program.path, arguments, environment: environment)
    }

    @Test func itSaysHowAFenceGoes() throws {
        let server = try ScriptedServer(at: folder.path("sock"), Scripts.fence)
        let run = try run(["pm01", "no", "heartbeat"])
        #expect(
            run.output == """
                  accepted, 5000 ms left
                  level 1 of 3: a, b
                pm01: fenced (evidence: read-back). Its power is off.

                """)
        #expect(run.status == 0)
        #expect(server.received.last?.contains(#""reason":"no heartbeat""#) == true)
    }

    @Test func itSaysWhatFailed() throws {
        let missing = try run(["pm01"])
        #expect(missing.status == 102)
        #expect(
            missing.output.hasPrefix("pm01: no stonithd answers at \(folder.path("sock")) (No such file or directory)"))
        #expect(try run([]).status == 1)
    }
}
