import ClusterModel
import Testing

@testable import stonithd

@Suite struct RegisteredDeviceTests {
    private static func device(_ check: AgentRules.HostCheck = .status) throws -> RegisteredDevice {
        var configuration = DeviceConfiguration(id: "d1", type: try #require(DeviceType("fence_x")))
        configuration.targets = .askAgent
        configuration.agentRules.hostCheck = check
        let loaded = LoadedConfiguration.Device(configuration: configuration, agent: nil, problem: nil, parameters: [])
        var device = RegisteredDevice(loaded: loaded, generation: 1)
        device.expect([try node("pm01"), try node("pm02")])
        return device
    }

    private static func node(_ name: String) throws -> NodeName { try #require(NodeName(name)) }

    @Test func silenceForgetsNoNode() throws {
        var device = try Self.device()
        let (first, second) = (try Self.node("pm01"), try Self.node("pm02"))
        #expect(device.unknownNodes == [first, second] && !device.isPartlyAsked)
        device.learn(first, .ok)
        #expect(device.learntTargets == [first], "each node counts as soon as it was answered for")
        device.learn(second, .timeout)
        #expect(device.isPartlyAsked && device.unknownNodes == [second], "only the unknown ones are asked again")
        device.learn(first, .timeout)
        device.learn(first, .access)
        device.learn(second, .ok)
        #expect(device.learntTargets == [first, second] && !device.isPartlyAsked)
    }

    @Test func aMachineThatIsNotThereIsForgotten() throws {
        var device = try Self.device()
        let first = try Self.node("pm01")
        device.learn(first, .ok)
        device.learn(first, .badHost)
        #expect(device.learntTargets == [] && device.isPartlyAsked)
    }

    @Test func aListGetsOld() throws {
        var device = try Self.device(.dynamicList)
        let now = Instant(milliseconds: 100_000)
        #expect(device.hasOldList(at: now), "it was never asked")
        device.askedForList = now
        #expect(!device.hasOldList(at: now.adding(milliseconds: 9999)))
        #expect(device.hasOldList(at: now.adding(milliseconds: 10_000)))
        let other = try Self.device(.status)
        #expect(!other.hasOldList(at: now), "it has no list")
    }

    @Test(arguments: [[], ["pm02"], ["pm03"]])
    func noListForgetsANode(hosts: [String]) throws {
        var device = try Self.device(.dynamicList)
        device.learn(hosts: [])
        #expect(device.learntTargets == [])
        device.learn(hosts: ["pm01", "pm02"])
        device.learn(hosts: hosts)
        #expect(
            Set(device.learntTargets ?? []) == Set(try (["pm01", "pm02"] + hosts).map(Self.node)),
            "silence says nothing")
    }

    @Test func aNodeThatIsSpeltInTwoNewWaysIsForgotten() throws {
        var device = try Self.device(.dynamicList)
        device.learn(hosts: ["pm01", "PM02"])
        device.learn(hosts: ["Pm02", "pM02"])
        #expect(device.learntTargets == [try Self.node("pm01")], "they may be two machines")
    }

    @Test func aListIsAwaitedUntilItComes() throws {
        var device = try Self.device(.dynamicList)
        #expect(device.isListing, "it was never asked")
        device.learn(hosts: ["pm01"])
        #expect(!device.isListing)
        let other = try Self.device(.status)
        #expect(!other.isListing, "it has no list")
    }
}
