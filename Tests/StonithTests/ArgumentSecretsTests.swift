import ClusterModel
import Testing

@testable import stonith

@Suite struct ArgumentSecretsTests {
    @Test(arguments: [
        "passwd", "password", "PASSWD", "ipmi_passwd", "login_pass", "passphrase", "snmp_community", "auth_token",
        "secret", "client_secret", "k_g", "RI_PASSWORD", "ilo_password", "hexadecimal_kg", "apikey", "api_key",
    ])
    func secretNames(name: String) { #expect(Parameter.isSecret(name)) }

    @Test(arguments: [
        "passwd_method", "passwd_script", "password_file", "PASSWD_METHOD", "hostname", "ipaddr", "userid", "", "pas",
        "interface",
    ])
    func openNames(name: String) { #expect(!Parameter.isSecret(name)) }
}
