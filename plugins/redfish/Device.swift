import DeviceParameters
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
    init(parameter: @escaping (String) -> String?) throws(ParameterMistake) {
        settings = try Settings(
            parameter: parameter, environment: { name in getenv(name).map { String(cString: $0) } })
        password = try settings.password.read()
        tls = try TLSParameters { parameter($0) ?? ($0 == "tls_insecure" ? parameter("ssl_insecure") : nil) }
    }

    var http: HTTPSettings {
        HTTPSettings(
            origin: HTTPOrigin(
                host: settings.address, port: settings.port, resolvedAddress: settings.resolvedAddress),
            trust: tls.trust, allowsOldTLS: tls.allowsOldTLS)
    }
}
