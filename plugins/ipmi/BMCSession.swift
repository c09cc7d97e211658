import CFreeIPMI
import IPMISettings

/// A session with a BMC through libfreeipmi. Blocks; closed when it goes out of scope.
struct BMCSession: ~Copyable {
    /// What the Chassis Control command can be told (IPMI 2.0, 28.3).
    enum Control {
        case powerDown
        case powerUp
        case powerCycle
        case hardReset

        fileprivate var byte: UInt8 {
            switch self {
            case .powerDown: UInt8(IPMI_CHASSIS_CONTROL_POWER_DOWN)
            case .powerUp: UInt8(IPMI_CHASSIS_CONTROL_POWER_UP)
            case .powerCycle: UInt8(IPMI_CHASSIS_CONTROL_POWER_CYCLE)
            case .hardReset: UInt8(IPMI_CHASSIS_CONTROL_HARD_RESET)
            }
        }
    }

    /// ipmitool's own: a BMC that takes half a second for an answer cannot be logged in to with less.
    static let retransmissionMilliseconds: UInt32 = 1000

    /// The cipher suite of an IPMI 2.0 session.
    let suite: UInt8?
    private let context: ipmi_ctx_t

    private init(suite: UInt8?) throws(BMCError) {
        guard let context = ipmi_ctx_create() else { throw BMCError(.library, "out of memory") }
        self.context = context
        self.suite = suite
    }

    /// Opens an IPMI 2.0 session with one cipher suite.
    static func lanplus(
        _ address: String, _ settings: Settings, suite: UInt8, password: String, timeoutMilliseconds: Int64
    ) throws(BMCError) -> BMCSession {
        let session = try BMCSession(suite: suite)
        let result = ipmi_ctx_open_outofband_2_0(
            session.context, address, settings.user, password, nil, 0, settings.privilege, suite,
            sessionTimeout(timeoutMilliseconds), retransmissionMilliseconds, settings.workaroundFlags,
            UInt32(IPMI_FLAGS_DEFAULT))
        if result < 0 { throw session.failure() }
        return session
    }

    /// Opens an IPMI 1.5 session with MD5 authentication; a password is never sent in the clear.
    static func lan(_ address: String, _ settings: Settings, timeoutMilliseconds: Int64) throws(BMCError) -> BMCSession
    {
        let session = try BMCSession(suite: nil)
        let result = ipmi_ctx_open_outofband(
            session.context, address, settings.user, settings.password, UInt8(IPMI_AUTHENTICATION_TYPE_MD5),
            settings.privilege, sessionTimeout(timeoutMilliseconds), retransmissionMilliseconds,
            settings.workaroundFlags, UInt32(IPMI_FLAGS_DEFAULT))
        if result < 0 { throw session.failure() }
        return session
    }

    /// libfreeipmi takes no session timeout below the retransmission timeout.
    private static func sessionTimeout(_ milliseconds: Int64) -> UInt32 {
        max(UInt32(clamping: milliseconds), 2 * retransmissionMilliseconds)
    }

    deinit {
        ipmi_ctx_close(context)
        ipmi_ctx_destroy(context)
    }

    /// Get Chassis Status (IPMI 2.0, 28.2).
    func isPowerOn() throws(BMCError) -> Bool {
        let reply = try Self.object(cfreeipmi_chassis_status_reply())
        defer { fiid_obj_destroy(reply) }
        if ipmi_cmd_get_chassis_status(context, reply) < 0 { throw failure(reply) }
        var value: UInt64 = 0
        guard fiid_obj_get(reply, "current_power_state.power_is_on", &value) == 1 else {
            throw BMCError(.errorAnswer, "its chassis status has no power state")
        }
        return value != 0
    }

    /// Once this was sent and no answer came, the state of the node is unknown.
    func control(_ control: Control) throws(BMCError) {
        let reply = try Self.object(cfreeipmi_chassis_control_reply())
        defer { fiid_obj_destroy(reply) }
        guard ipmi_cmd_chassis_control(context, control.byte, reply) < 0 else { return }
        let error = failure(reply)
        throw error.cause == .noAnswer ? BMCError(.noAnswerToCommand) : error
    }

    /// Who the BMC says it is: the system GUID, or the device's where it has none, written as FreeIPMI's bmc-info does.
    /// Nil when it says neither.
    func guid() throws(BMCError) -> String? {
        if let guid = try guid(cfreeipmi_system_guid_reply(), ipmi_cmd_get_system_guid) { return guid }
        return try guid(cfreeipmi_device_guid_reply(), ipmi_cmd_get_device_guid)
    }

    private func guid(_ made: fiid_obj_t?, _ command: (ipmi_ctx_t?, fiid_obj_t?) -> Int32) throws(BMCError) -> String? {
        let reply = try Self.object(made)
        defer { fiid_obj_destroy(reply) }
        guard command(context, reply) == 0 else {
            let error = failure(reply)
            if error.cause == .errorAnswer { return nil }
            throw error
        }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard fiid_obj_get_data(reply, "guid", &bytes, UInt32(bytes.count)) == 16 else { return nil }
        return Self.text(guid: bytes)
    }

    /// The bytes come least significant first (IPMI 2.0, 20.8).
    static func text(guid bytes: [UInt8]) -> String {
        var text = ""
        for (index, byte) in bytes.reversed().enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }

    private static func object(_ made: fiid_obj_t?) throws(BMCError) -> fiid_obj_t {
        guard let made else { throw BMCError(.library, "out of memory") }
        return made
    }

    private func failure(_ reply: fiid_obj_t? = nil) -> BMCError {
        let words = ipmi_ctx_errormsg(context).map { String(cString: $0) } ?? ""
        var code: UInt64 = 0
        let hasCode = reply.map { fiid_obj_get($0, "comp_code", &code) == 1 && code != 0 } ?? false
        let completion = hasCode ? ", completion code 0x\(String(code, radix: 16))" : ""
        return BMCError(errnum: ipmi_ctx_errnum(context), detail: words + completion)
    }
}
