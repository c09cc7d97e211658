import Testing

@testable import HelperCore

@Suite struct RouteTableTests {
    private static let header =
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

    @Test func theDefaultGatewayIsFound() {
        let text =
            Self.header + """
                eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
                eth1\t0000000A\t0103000A\t0003\t0\t0\t0\t000000FF\t0\t0\t0
                """
        #expect(RouteTable.gatewaysV4(text).map(\.text) == ["192.0.2.1"])
    }

    @Test func severalAreAllWitnessesAndEachOnce() {
        let text =
            Self.header + """
                eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth1\t00000000\t0103000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
                eth0\t00000000\t010200C0\t0003\t0\t0\t200\t00000000\t0\t0\t0
                """
        #expect(RouteTable.gatewaysV4(text).map(\.text) == ["192.0.2.1", "10.0.3.1"])
    }

    @Test(arguments: ["0001", "0002", "0203", "zz", ""]) func aRouteThatIsDownOrHasNoGatewayIsNone(flags: String) {
        let text = Self.header + "eth0\t00000000\t010200C0\t\(flags)\t0\t0\t0\t00000000\t0\t0\t0\n"
        #expect(RouteTable.gatewaysV4(text).isEmpty)
    }

    @Test func gatewaysOfIPv6CarryTheirInterface() {
        let zeros = String(repeating: "0", count: 32)
        let text = """
            fd000000000000000000000000000000 40 \(zeros) 00 \(zeros) 00000100 00000001 00000000 00000001     eth0
            \(zeros) 00 \(zeros) 00 fd000000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
            \(zeros) 00 \(zeros) 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003     eth1
            \(zeros) 00 \(zeros) 00 \(zeros) ffffffff 00000001 00000000 00200200       lo
            """
        #expect(RouteTable.gatewaysV6(text).map(\.text) == ["fd00::1", "fe80::1%eth1"])
    }

    @Test(arguments: ["", "\n\n", "a b c", "x\t00000000\t\t0003", "0 0 0 0 0 0 0 0 0 0 0"])
    func nonsenseHasNoGateway(text: String) {
        #expect(RouteTable.gatewaysV4(text).isEmpty)
        #expect(RouteTable.gatewaysV6(text).isEmpty)
    }
}
