import CIPMIConsole
import Glibc

/// One session of serial over LAN, by libipmiconsole, whose engine has a thread of its own. What the node sends is read
/// from `descriptor`, and what is written there it gets.
final class SOLSession {
    /// Reads end, with end of file, when the session does.
    let descriptor: Int32
    private let context: ipmiconsole_ctx_t
    private let place: String

    /// A BMC that is silent for so long is lost: in milliseconds, as all that follows.
    private static let silence: Int32 = 20_000
    private static let retransmission: Int32 = 1000
    /// BMCs end a session of which nothing came for 60 s (IPMI 2.0, 6.12.15).
    private static let keepalive: Int32 = 15_000
    private static let keepaliveRetransmission: Int32 = 2500
    private static let endSeconds: UInt32 = 5

    /// Once, before the first session.
    static func startEngine() -> Bool { ipmiconsole_engine_init(1, 0) == 0 }

    /// Ends the sessions as a BMC wants it, so that none stays open there. One that does not answer is not waited for.
    static func endEngine() {
        signal(SIGALRM, SIG_DFL)
        alarm(endSeconds)
        ipmiconsole_engine_teardown(1)
        alarm(0)
    }

    /// Begins to open one; `descriptor` tells how that ends: a NUL when it stands, its end when it does not.
    init(_ wish: ConsoleWish, suite: UInt8) throws(SOLError) {
        place = wish.place
        guard let context = Self.context(wish, suite) else {
            throw errno == EINVAL ? SOLError(.noSuchHost, wish.place) : SOLError(.library, wish.place)
        }
        guard ipmiconsole_engine_submit(context, nil, nil) == 0 else {
            defer { ipmiconsole_ctx_destroy(context) }
            throw SOLError(errnum: ipmiconsole_ctx_errnum(context), wish.place)
        }
        self.context = context
        descriptor = ipmiconsole_ctx_fd(context)
    }

    deinit {
        close(descriptor)
        ipmiconsole_ctx_destroy(context)
    }

    private static func context(_ wish: ConsoleWish, _ suite: UInt8) -> ipmiconsole_ctx_t? {
        let (user, password) = (strdup(wish.settings.user), strdup(wish.settings.password))
        defer {
            if let password { explicit_bzero(password, strlen(password)) }
            free(user)
            free(password)
        }
        var ipmi = ipmiconsole_ipmi_config(
            username: user, password: password, k_g: nil, k_g_len: 0, privilege_level: wish.privilege,
            cipher_suite_id: Int32(suite), workaround_flags: wish.workarounds)
        var protocols = ipmiconsole_protocol_config(
            session_timeout_len: silence, retransmission_timeout_len: retransmission, retransmission_backoff_count: 0,
            keepalive_timeout_len: keepalive, retransmission_keepalive_timeout_len: keepaliveRetransmission,
            acceptable_packet_errors_count: 0, maximum_retransmission_count: 0)
        let behaviour = wish.steals ? 0 : UInt32(IPMICONSOLE_BEHAVIOR_ERROR_ON_SOL_INUSE)
        var engine = ipmiconsole_engine_config(
            engine_flags: UInt32(IPMICONSOLE_ENGINE_OUTPUT_ON_SOL_ESTABLISHED), behavior_flags: behaviour,
            debug_flags: 0)
        return ipmiconsole_ctx_create(wish.host, &ipmi, &protocols, &engine)
    }

    /// Why it ended.
    var failure: SOLError { SOLError(errnum: ipmiconsole_ctx_errnum(context), place) }

    func sendBreak() { ipmiconsole_ctx_generate_break(context) }
}
