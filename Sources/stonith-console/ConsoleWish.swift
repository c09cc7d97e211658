import CIPMIConsole
import DeviceParameters
import Glibc
import IPMISettings

/// Which console is wanted, and how to log in for it.
struct ConsoleWish {
    let settings: Settings
    let steals: Bool
    let workarounds: UInt32

    /// ipmiconsole(8)'s names; the ones that libfreeipmi knows as well, and the ones about the console only.
    private static let flags: [String: Int32] = [
        "authcap": IPMICONSOLE_WORKAROUND_AUTHENTICATION_CAPABILITIES,
        "intel20": IPMICONSOLE_WORKAROUND_INTEL_2_0_SESSION,
        "supermicro20": IPMICONSOLE_WORKAROUND_SUPERMICRO_2_0_SESSION,
        "sun20": IPMICONSOLE_WORKAROUND_SUN_2_0_SESSION,
        "opensesspriv": IPMICONSOLE_WORKAROUND_OPEN_SESSION_PRIVILEGE,
        "integritycheckvalue": IPMICONSOLE_WORKAROUND_NON_EMPTY_INTEGRITY_CHECK_VALUE,
        "nochecksumcheck": IPMICONSOLE_WORKAROUND_NO_CHECKSUM_CHECK,
        "serialalertsdeferred": IPMICONSOLE_WORKAROUND_SERIAL_ALERTS_DEFERRED,
        "solpacketseq": IPMICONSOLE_WORKAROUND_INCREMENT_SOL_PACKET_SEQUENCE,
        "solpayloadsize": IPMICONSOLE_WORKAROUND_IGNORE_SOL_PAYLOAD_SIZE,
        "solport": IPMICONSOLE_WORKAROUND_IGNORE_SOL_PORT,
        "solstatus": IPMICONSOLE_WORKAROUND_SKIP_SOL_ACTIVATION_STATUS,
        "solchannelsupport": IPMICONSOLE_WORKAROUND_SKIP_CHANNEL_PAYLOAD_SUPPORT,
    ]

    /// - Parameter parameters: of the `external/ipmi` device.
    init(_ parameters: [String: String], steals: Bool) throws(SOLError) {
        do throws(ParameterMistake) {
            settings = try Settings(
                parameter: { name in parameters[name].flatMap { $0.isEmpty ? nil : $0 } },
                environment: { name in getenv(name).map { String(cString: $0) } })
        } catch {
            throw SOLError(.badConfiguration, error.text)
        }
        guard settings.interface == .lanplus else {
            throw SOLError(.badConfiguration, "a console over LAN is of IPMI 2.0: set interface=lanplus")
        }
        self.steals = steals
        workarounds = settings.workarounds.reduce(0) { $0 | UInt32(bitPattern: Self.flags[$1] ?? 0) }
    }

    /// As libipmiconsole takes it: a port may stand behind the host.
    var host: String {
        let host = settings.resolvedAddress ?? settings.address
        let isBare = host.contains(":") && !host.hasPrefix("[")
        return "\(isBare ? "[\(host)]" : host):\(settings.port)"
    }

    var privilege: Int32 {
        settings.privilegeName == "OPERATOR" ? IPMICONSOLE_PRIVILEGE_OPERATOR : IPMICONSOLE_PRIVILEGE_ADMIN
    }

    /// For messages.
    var place: String { "BMC \(settings.address) port \(settings.port)" }
}
