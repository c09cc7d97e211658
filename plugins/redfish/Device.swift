import Glibc
import HTTPClient
import PluginKit
import RedfishCore

/// One device of an operator: what its parameters, its environment and its files say.
struct Device {
    let settings: Settings
    let password: String
    let tls: TLSParameters

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    init(parameter: (String) -> String?) throws(Settings.Mistake) {
        settings = try Settings(
            parameter: parameter, environment: { name in getenv(name).map { String(cString: $0) } })
        password = try Self.password(settings.password)
        let lookUp = { (name: String) in
            parameter(name) ?? (name == "tls_insecure" ? parameter("ssl_insecure") : nil)
        }
        do { tls = try TLSParameters(parameter: lookUp) } catch { throw Settings.Mistake(text: error.text) }
    }

    private static func password(_ source: Settings.PasswordSource) throws(Settings.Mistake) -> String {
        switch source {
        case .given(let password): return password
        case .file(let path):
            do { return try PasswordFile.read(path) } catch { throw Settings.Mistake(text: error.text) }
        }
    }

    var http: HTTPSettings {
        HTTPSettings(
            origin: HTTPOrigin(
                host: settings.address, port: settings.port, resolvedAddress: settings.resolvedAddress),
            trust: tls.trust, allowsOldTLS: tls.allowsOldTLS)
    }
}
