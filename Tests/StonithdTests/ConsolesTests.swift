import ClusterModel
import Foundation
import NIOCore
import NIOPosix
import TestRig
import Testing

@testable import stonithd

/// With a program that notes its number in `ran`, and repeats a password.
@Suite struct ConsolesTests {
    private let folder: TemporaryFolder
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("sock.console"), withIntermediateDirectories: false)
    }

    private var ran: [pid_t] { ((try? folder.read("ran")) ?? "").split(separator: "\n").compactMap { pid_t($0) } }

    private func onLoop<Result: Sendable>(_ body: @escaping @Sendable (any EventLoop) throws -> Result) throws -> Result
    {
        let loop = group.next()
        return try loop.submit { try body(loop) }.wait()
    }

    private func consoles() throws -> NIOLoopBound<Consoles> {
        let program = try folder.write(
            "own", "#!/bin/sh\necho $$ >>\(folder.path("ran"))\necho waiting hogehoge was refused\ncat >/dev/null\n",
            mode: 0o755)
        let options = try DaemonOptions(["stonithd", "--socket", folder.path("sock")], ownNode: "pm02")
        return try onLoop { loop in
            NIOLoopBound(Consoles(options, program: program, on: loop) { _ in }, eventLoop: loop)
        }
    }

    private static func device() throws -> RegisteredDevice {
        let configuration = DeviceConfiguration(id: "d", type: try #require(DeviceType("external/ipmi")))
        let parameters = [("sol_capture", "yes"), ("passwd", "hogehoge")].map { Parameter(name: $0, value: Secret($1)) }
        return RegisteredDevice(
            loaded: .init(configuration: configuration, agent: .native("/none"), problem: nil, parameters: parameters),
            generation: 1)
    }

    private func apply(_ consoles: NIOLoopBound<Consoles>, _ more: [(String, String)]) throws {
        try onLoop { _ in
            let device = try Self.device()
            let parameters = device.loaded.parameters + more.map { Parameter(name: $0, value: Secret($1)) }
            consoles.value.apply([(device, parameters)])
        }
    }

    @Test func aConsoleFollowsTheAddressOfItsBMC() throws {
        let consoles = try consoles()
        try apply(consoles, [("resolved.ipaddr", "192.0.2.1")])
        #expect(eventually { ran.count == 1 })
        try apply(consoles, [("resolved.ipaddr", "192.0.2.1"), ("remembered.cipher_suite", "17")])
        try apply(consoles, [("resolved.ipaddr", "192.0.2.2")])
        #expect(eventually { ran.count == 2 && isDead(ran[0]) })
        try onLoop { _ in consoles.value.close() }
        #expect(
            eventually { ran.count == 2 && ran.allSatisfy(isDead) }, "what a fence learnt is no reason to begin anew")
    }

    /// Its node may be another by a new configuration: then nobody else ends the hold.
    @Test func aNewConfigurationEndsAHold() throws {
        let consoles = try consoles()
        let apply = { (held: Set<String>) in
            try onLoop { _ in
                let device = try Self.device()
                consoles.value.apply([(device, device.loaded.parameters)], held: held)
            }
        }
        try apply(["d"])
        #expect(!eventually(withinSeconds: 0.5) { !ran.isEmpty })
        try apply([])
        #expect(eventually { ran.count == 1 })
        try onLoop { _ in consoles.value.close() }
        #expect(eventually { ran.allSatisfy(isDead) })
    }

    @Test func aWarningHoldsNoSecret() throws {
        let consoles = try consoles()
        try apply(consoles, [])
        #expect(try eventually { try onLoop { _ in consoles.value.warnings } != [] })
        let expected = "the console of device d is not captured: ••• was refused"
        #expect(try onLoop { _ in consoles.value.warnings } == [expected])
        try onLoop { _ in consoles.value.close() }
        #expect(eventually { ran.allSatisfy(isDead) })
    }
}
