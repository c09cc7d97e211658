import CFreeIPMI
import CStonithPlugin
import Testing

@testable import IPMISettings
@testable import ipmi

@Suite struct BMCErrorTests {
    /// For each cause its code, and a word of the next step that its text must give.
    private static let table: [(BMCError.Cause, stonith_code, String)] = [
        (.wrongUser, STONITH_S_ACCESS, "check userid"),
        (.wrongPassword, STONITH_S_ACCESS, "check passwd"),
        (.tooLittlePrivilege, STONITH_S_ACCESS, "raise the user's privilege"),
        (.noCipherSuite, STONITH_S_ACCESS, "enable suite 17 or 3"),
        (.suiteLowered, STONITH_S_ACCESS, "find out why"),
        (.noAuthenticationType, STONITH_S_ACCESS, "set interface=lanplus"),
        (.noIPMI20, STONITH_S_BADCONFIG, "set interface=lan"),
        (.refused, STONITH_S_TIMEOUT, "check ipaddr and ipport"),
        (.unreachable, STONITH_S_TIMEOUT, "check the cable"),
        (.silent, STONITH_S_TIMEOUT, "firewall"),
        (.noAnswer, STONITH_S_TIMEOUT, "try again"),
        (.noAnswerToCommand, STONITH_S_UNKNOWN, "Read the power state"),
        (.busy, STONITH_S_RESETFAIL, "wait"),
        (.errorAnswer, STONITH_S_RESETFAIL, "reset the BMC"),
        (.stillOn, STONITH_S_RESETFAIL, "press the button"),
        (.stillOff, STONITH_S_RESETFAIL, "look at its power supply"),
        (.wrongBMC, STONITH_S_BADHOST, "ipaddr leads to another node"),
        (.noSuchHost, STONITH_S_BADCONFIG, "check ipaddr"),
        (.cancelled, STONITH_S_OOPS, "before its command was sent"),
        (.library, STONITH_S_OOPS, "ipmipower"),
    ]

    @Test func everyCauseIsInTheTable() {
        #expect(Self.table.map(\.0) == BMCError.Cause.allCases)
        #expect(Set(BMCError.Cause.allCases.map(\.rawValue)).count == Self.table.count)
    }

    @Test func everyCauseHasItsCodeItsPlaceAndTheNextStep() throws {
        let settings = try SettingsTests.make(["ipaddr": "10.1.2.3:1623"])
        for (cause, code, step) in Self.table {
            let error = BMCError(cause, "the library's words")
            #expect(error.code == code, "\(cause)")
            let text = error.text(settings)
            #expect(text.hasPrefix("BMC 10.1.2.3 port 1623: "), "\(cause)")
            #expect(text.contains(step), "\(cause): \(text)")
            #expect(text.hasSuffix(" (the library's words)"), "\(cause)")
            #expect(!text.contains(settings.password), "\(cause)")
        }
    }

    @Test func withoutWordsOfTheLibraryThereAreNoBrackets() throws {
        #expect(!BMCError(.noAnswer).text(try SettingsTests.make()).contains("("))
    }

    @Test(arguments: [
        (IPMI_ERR_USERNAME_INVALID, BMCError.Cause.wrongUser), (IPMI_ERR_PASSWORD_INVALID, .wrongPassword),
        (IPMI_ERR_K_G_INVALID, .wrongPassword), (IPMI_ERR_PASSWORD_VERIFICATION_TIMEOUT, .wrongPassword),
        (IPMI_ERR_PRIVILEGE_LEVEL_INSUFFICIENT, .tooLittlePrivilege),
        (IPMI_ERR_PRIVILEGE_LEVEL_CANNOT_BE_OBTAINED, .tooLittlePrivilege),
        (IPMI_ERR_AUTHENTICATION_TYPE_UNAVAILABLE, .noAuthenticationType),
        (IPMI_ERR_CIPHER_SUITE_ID_UNAVAILABLE, .noCipherSuite), (IPMI_ERR_IPMI_2_0_UNAVAILABLE, .noIPMI20),
        (IPMI_ERR_CONNECTION_TIMEOUT, .noAnswer), (IPMI_ERR_SESSION_TIMEOUT, .noAnswer), (IPMI_ERR_BMC_BUSY, .busy),
        (IPMI_ERR_HOSTNAME_INVALID, .noSuchHost), (IPMI_ERR_BAD_COMPLETION_CODE, .errorAnswer),
        (IPMI_ERR_BAD_RMCPPLUS_STATUS_CODE, .errorAnswer), (IPMI_ERR_OUT_OF_MEMORY, .library),
    ])
    func theLibrarysNumbersAreCauses(number: ipmi_errnum, cause: BMCError.Cause) {
        #expect(BMCError(errnum: Int32(number.rawValue), detail: "d") == BMCError(cause, "d"))
    }

    @Test(arguments: [-1, 9999, Int32.min])
    func aNumberThatIsNoneIsTheLibrarysFault(number: Int32) {
        #expect(BMCError(errnum: number, detail: "").cause == .library)
    }
}
