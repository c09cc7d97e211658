import ClusterModel
import Testing

@testable import FencingCore

/// Which levels a node has, and in which order (F3).
@Suite struct FencingSetupTests {
    private static func device(_ id: String, _ targets: String..., priority: Int = 0) throws -> FencingDevice {
        var configuration = DeviceConfiguration(id: id, type: try #require(DeviceType("external/ipmi")))
        configuration.targets = .listed(targets.compactMap { NodeName($0) })
        configuration.priority = priority
        let local = try #require(NodeName("pm02"))
        return FencingDevice(
            configuration, kind: .power(evidenceMax: .readBack), learntTargets: [], localNode: local)
    }

    private static func levels(
        _ devices: [FencingDevice], _ topology: [(String?, Int, [String])] = [], of node: String = "pm01"
    ) throws -> [String] {
        let setup = FencingSetup(
            localNode: try #require(NodeName("pm02")), devices: devices,
            topology: topology.map { .init(target: $0.0.flatMap { NodeName($0) }, index: $0.1, devices: $0.2) })
        return setup.levels(for: try #require(NodeName(node))).map {
            "\($0.number) " + $0.devices.map(\.id).joined(separator: "+")
        }
    }

    @Test func priorityDecidesThenPlace() throws {
        let devices = [
            try Self.device("late", "pm01", priority: 3), try Self.device("unset", "pm01"),
            try Self.device("also-unset", "pm01"), try Self.device("early", "pm01", priority: -1),
            try Self.device("other", "pm03"),
        ]
        #expect(try Self.levels(devices) == ["1 early", "2 unset", "3 also-unset", "4 late"])
    }

    @Test func topologyDecidesWhereItNamesTheNode() throws {
        let devices = [try Self.device("a", "pm01"), try Self.device("b", "pm01"), try Self.device("c", "pm03")]
        let topology: [(String?, Int, [String])] = [("pm01", 2, ["a"]), ("pm01", 1, ["b", "a"]), (nil, 1, ["c"])]
        #expect(try Self.levels(devices, topology) == ["1 b+a", "2 a"])
        #expect(try Self.levels(devices, topology, of: "pm03") == ["1 c"])
        #expect(try Self.levels(devices, topology, of: "pm09") == [])
    }

    @Test func aLevelWithoutOneOfItsDevicesIsNone() throws {
        let devices = [try Self.device("a", "pm01"), try Self.device("b", "pm01")]
        #expect(try Self.levels(devices, [("pm01", 1, ["a", "gone"])]) == [])
        #expect(try Self.levels(devices, [("pm01", 1, ["a", "gone"]), ("pm01", 2, ["b"])]) == ["2 b"])
        #expect(try Self.levels(devices, [("pm01", 1, [])]) == [])
    }

    @Test func aLevelWithABannedDeviceIsNone() throws {
        var banned = try Self.device("b", "pm01")
        banned.isBanned = true
        let devices = [try Self.device("a", "pm01"), banned]
        #expect(try Self.levels(devices) == ["1 a"])
        #expect(try Self.levels(devices, [("pm01", 1, ["a", "b"])]) == [])
    }

    @Test func aDeviceNamedTwiceIsUsedOnce() throws {
        let devices = [try Self.device("a", "pm01"), try Self.device("b", "pm01")]
        #expect(try Self.levels(devices, [("pm01", 1, ["a", "b", "a"])]) == ["1 a+b"])
    }
}
