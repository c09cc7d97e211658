import CCurl
import Glibc

/// Whom a connection trusts, as the handshake asks for it. Lives as long as the connections that refer to it.
final class TLSPolicy {
    /// What the shim reads and writes within a handshake.
    let trust = UnsafeMutablePointer<ccurl_trust>.allocate(capacity: 1)

    /// What the system's file of authorities has, read while warming. It takes 30 ms to parse, so that is left to the
    /// actions that ask for it.
    nonisolated(unsafe) private static var systemBytes: [UInt8] = []

    static func warm() {
        guard systemBytes.isEmpty, let path = ccurl_system_authorities() else { return }
        systemBytes = bytes(of: path)
    }

    init(_ wanted: TLSTrust, allowsOldTLS: Bool) throws(HTTPError) {
        trust.initialize(to: ccurl_trust())
        trust.pointee.allows_old_tls = allowsOldTLS ? 1 : 0
        switch wanted {
        case .anyone: break
        case .fingerprint(let digest): want(digest)
        case .system:
            Self.warm()
            trust.pointee.store = Self.store(Self.systemBytes)
        case .authorities(let file): trust.pointee.store = Self.store(Self.bytes(of: file))
        }
        guard trust.pointee.store != nil || !Self.needsStore(wanted) else { throw Self.noAuthorities(wanted) }
    }

    deinit {
        X509_STORE_free(trust.pointee.store)
        trust.deallocate()
    }

    private static func store(_ bytes: [UInt8]) -> OpaquePointer? {
        ccurl_parse_authorities(bytes, Int32(bytes.count))
    }

    /// A file of up to 4 MiB; empty when it cannot be read.
    private static func bytes(of path: UnsafePointer<CChar>) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < 4 << 20 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    private func want(_ digest: [UInt8]) {
        trust.pointee.has_wanted = 1
        withUnsafeMutableBytes(of: &trust.pointee.wanted) { $0.copyBytes(from: digest.prefix($0.count)) }
    }

    private static func needsStore(_ wanted: TLSTrust) -> Bool {
        switch wanted {
        case .system, .authorities: true
        case .fingerprint, .anyone: false
        }
    }

    private static func noAuthorities(_ wanted: TLSTrust) -> HTTPError {
        guard case .authorities(let file) = wanted else {
            return HTTPError(.certificateUntrusted, "this system has no authorities")
        }
        return HTTPError(.certificateUntrusted, "tls_ca: no certificate can be read from \(file)")
    }

    /// What was wrong with the certificate of the last handshake; nil when nothing was.
    var certificateError: HTTPError? {
        let code = trust.pointee.error
        guard code != X509_V_OK else { return nil }
        let words = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? ""
        switch code {
        case X509_V_ERR_APPLICATION_VERIFICATION: return HTTPError(.certificateWrong, shown)
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
            return HTTPError(.certificateExpired, "\(words); \(shown)")
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
            return HTTPError(.tlsTooOld, words)
        default: return HTTPError(.certificateUntrusted, "\(words); \(shown)")
        }
    }

    /// For an operator who compares it with what the board itself shows.
    var shown: String {
        guard trust.pointee.has_seen != 0 else { return "it showed no certificate" }
        let bytes = withUnsafeBytes(of: trust.pointee.seen) { Array($0) }
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        return "it showed the one with SHA-256 \(digits.joined(separator: ":"))"
    }
}
