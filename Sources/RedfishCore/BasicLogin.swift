/// HTTP Basic authentication (RFC 7617): name and password with every request.
enum BasicLogin {
    static func header(user: String, password: String) -> Ask.Header {
        Ask.Header("Authorization", "Basic \(credentials(user: user, password: password))")
    }

    /// As good as the password.
    static func credentials(user: String, password: String) -> String { base64(Array("\(user):\(password)".utf8)) }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
