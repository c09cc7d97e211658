import ClusterModel
import Testing

@testable import FencingCore

@Suite struct FencingDeviceTests {
    private static func device(base: Int64, most: Int64) throws -> FencingDevice {
        var configuration = DeviceConfiguration(id: "a", type: try #require(DeviceType("external/ipmi")))
        configuration.delayBaseMilliseconds = base
        configuration.delayMaxMilliseconds = most
        return FencingDevice(
            configuration, kind: .check, learntTargets: [], localNode: try #require(NodeName("pm02")))
    }

    @Test func aDelayLiesBetweenItsBaseAndItsMaximum() throws {
        let device = try Self.device(base: 2000, most: 2009)
        var seed = Seed(7)
        let delays = (0..<500).map { _ in device.delayMilliseconds(&seed) }
        #expect(Set(delays) == Set(2000...2009))
    }

    @Test func aMaximumThatIsNoneLeavesTheBase() throws {
        var seed = Seed(7)
        #expect(try Self.device(base: 2000, most: 0).delayMilliseconds(&seed) == 2000)
        #expect(try Self.device(base: 0, most: 0).delayMilliseconds(&seed) == 0)
        #expect(try Self.device(base: -5, most: 0).delayMilliseconds(&seed) == 0)
    }

    @Test func theSameSeedDrawsTheSameDelays() throws {
        let device = try Self.device(base: 0, most: 60_000)
        var (one, other) = (Seed(3), Seed(3))
        for _ in 0..<20 { #expect(device.delayMilliseconds(&one) == device.delayMilliseconds(&other)) }
    }
}
