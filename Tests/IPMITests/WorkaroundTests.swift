import CFreeIPMI
import DeviceParameters
import Testing

@testable import IPMISettings
@testable import ipmi

@Suite struct WorkaroundTests {
    @Test func namesAreFlags() throws {
        #expect(try Workaround.flags([], .lan) == 0)
        #expect(
            try Workaround.flags(["idzero"], .lan)
                == UInt32(bitPattern: IPMI_WORKAROUND_FLAGS_OUTOFBAND_ACCEPT_SESSION_ID_ZERO))
        let both = try Workaround.flags(["intel20", "supermicro20"], .lanplus)
        #expect(both == (try Workaround.flags(["supermicro20", "intel20"], .lanplus)))
        #expect(
            both
                == UInt32(
                    bitPattern: IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_INTEL_2_0_SESSION
                        | IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_SUPERMICRO_2_0_SESSION))
    }

    /// A device has one list for power and console.
    @Test func namesThatAreAboutTheConsoleOnlyChangeNoPower() throws {
        #expect(try Workaround.flags(Workaround.consoleOnly.sorted(), .lanplus) == 0)
        #expect(throws: ParameterMistake.self) { try Workaround.flags(["solport"], .lan) }
    }

    @Test(arguments: [("intel20", Settings.Interface.lan), ("idzero", .lanplus), ("nonsense", .lan)])
    func aNameOfTheOtherInterfaceIsRefusedWithThoseThatAreThere(name: String, interface: Settings.Interface) {
        #expect {
            try Workaround.flags([name], interface)
        } throws: { error in
            let text = (error as? ParameterMistake)?.text ?? ""
            return text.contains("\"\(name)\"") && text.contains("authcap") && text.contains("\(interface)")
        }
    }
}
