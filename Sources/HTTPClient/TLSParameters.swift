import DeviceParameters
import PluginKit

/// The parameters that say whom a device's TLS connection trusts, the same for each device that has one.
public struct TLSParameters: Sendable, Equatable {
    public var trust: TLSTrust
    public var allowsOldTLS: Bool

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: @escaping (String) -> String?) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        allowsOldTLS = try parameters.isSet("tls_legacy")
        let insecure = try parameters.isSet("tls_insecure")
        switch (parameters["tls_fingerprint"], parameters["tls_ca"], insecure) {
        case (nil, nil, false): trust = .system
        case (let fingerprint?, nil, false): trust = .fingerprint(try Self.fingerprint(fingerprint))
        case (nil, let file?, false):
            guard file.hasPrefix("/") else {
                throw .bad("tls_ca", file, "the whole path of a file")
            }
            trust = .authorities(file: file)
        case (nil, nil, true): trust = .anyone
        default:
            throw ParameterMistake(
                "only one of tls_ca, tls_fingerprint and tls_insecure=yes can hold: remove the others")
        }
    }

    /// What each action with these parameters warns about.
    public var warnings: [String] {
        var warnings: [String] = []
        if trust == .anyone {
            warnings.append(
                "tls_insecure=yes: anybody in between can take the password and answer in the board's name. Set "
                    + "tls_fingerprint or tls_ca instead")
        }
        if allowsOldTLS {
            warnings.append(
                "tls_legacy=yes: TLS 1.0 and weak ciphers are allowed, which can be broken. Update the board's firmware"
            )
        }
        return warnings
    }

    /// SHA-256 in hexadecimal digits of either case, with colons or without.
    static func fingerprint(_ text: String) throws(ParameterMistake) -> [UInt8] {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, values.count == 64 else {
            throw ParameterMistake(
                "parameter tls_fingerprint must be the 64 hexadecimal digits of a certificate's SHA-256; "
                    + "\"openssl x509 -noout -fingerprint -sha256\" prints them")
        }
        return stride(from: 0, to: 64, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
    }

    /// For a plugin's table.
    public static let all: [PluginTable.Parameter] = [
        .init(
            "tls_ca", "Authorities",
            "A PEM file with the authority of the board's certificate, or the certificate itself. Without it the "
                + "system's authorities are asked."),
        .init(
            "tls_fingerprint", "Certificate",
            "The SHA-256 of the board's certificate in hexadecimal digits, colons allowed: this one, and no other, is "
                + "trusted."),
        .init(
            "tls_insecure", type: "boolean", default: "no", "Trust anybody",
            "yes: the board's certificate is not looked at. Each action warns."),
        .init(
            "tls_legacy", type: "boolean", default: "no", "Old TLS",
            "yes: TLS 1.0 and 1.1, short keys and old ciphers are allowed, which old boards need. Each action warns."),
    ]
}
