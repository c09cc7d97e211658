import CFreeIPMI
import DeviceParameters

/// FreeIPMI's names for what some BMCs need (ipmipower(8), WORKAROUNDS).
package enum Workaround {
    private static let lan: [String: Int32] = [
        "authcap": IPMI_WORKAROUND_FLAGS_OUTOFBAND_AUTHENTICATION_CAPABILITIES,
        "idzero": IPMI_WORKAROUND_FLAGS_OUTOFBAND_ACCEPT_SESSION_ID_ZERO,
        "forcepermsg": IPMI_WORKAROUND_FLAGS_OUTOFBAND_FORCE_PERMSG_AUTHENTICATION,
        "unexpectedauth": IPMI_WORKAROUND_FLAGS_OUTOFBAND_CHECK_UNEXPECTED_AUTHCODE,
        "endianseq": IPMI_WORKAROUND_FLAGS_OUTOFBAND_BIG_ENDIAN_SEQUENCE_NUMBER,
        "noauthcodecheck": IPMI_WORKAROUND_FLAGS_OUTOFBAND_NO_AUTH_CODE_CHECK,
        "nochecksumcheck": IPMI_WORKAROUND_FLAGS_OUTOFBAND_NO_CHECKSUM_CHECK,
    ]

    private static let lanplus: [String: Int32] = [
        "authcap": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_AUTHENTICATION_CAPABILITIES,
        "intel20": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_INTEL_2_0_SESSION,
        "supermicro20": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_SUPERMICRO_2_0_SESSION,
        "sun20": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_SUN_2_0_SESSION,
        "opensesspriv": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_OPEN_SESSION_PRIVILEGE,
        "integritycheckvalue": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_NON_EMPTY_INTEGRITY_CHECK_VALUE,
        "nochecksumcheck": IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_NO_CHECKSUM_CHECK,
    ]

    /// Those that are only about serial over LAN (ipmiconsole(8)): a device has one list for both.
    package static let consoleOnly: Set = [
        "solpayloadsize", "solport", "solstatus", "solchannelsupport", "serialalertsdeferred", "solpacketseq",
    ]

    /// The flags of libfreeipmi.
    ///
    /// - Parameter names: in small letters.
    package static func flags(_ names: [String], _ interface: Settings.Interface) throws(ParameterMistake) -> UInt32 {
        let known = interface == .lan ? lan : lanplus
        var flags: UInt32 = 0
        for name in names where interface == .lan || !consoleOnly.contains(name) {
            guard let flag = known[name] else {
                throw .bad(
                    "workaround_flags", name, "of \(known.keys.sorted().joined(separator: ", ")) for \(interface)")
            }
            flags |= UInt32(bitPattern: flag)
        }
        return flags
    }
}
