import DeviceParameters
import TestRig
import Testing

@testable import RIBCL

@Suite struct RiloeSettingsTests {
    private let least = ["hostlist": "PM01 pm02", "ilo_hostname": "10.0.0.1", "ilo_password": "p"]

    private func read(_ more: [String: String] = [:]) throws(ParameterMistake) -> RiloeSettings {
        let values = least.merging(more) { $1 }
        return try RiloeSettings { values[$0] }
    }

    private func mistake(_ values: [String: String]) -> String? {
        do throws(ParameterMistake) {
            _ = try RiloeSettings { values[$0] }
            return nil
        } catch { return error.text }
    }

    @Test func defaultsAreThoseOfTheScript() throws {
        let settings = try read()
        #expect(settings.hosts == ["pm01", "pm02"])
        #expect(settings.user == "Administrator")
        #expect(settings.version == "1.2")
        #expect(!settings.canReset && !settings.usesButton)
        #expect(settings.port == 443 && settings.proxyPort == 3128 && settings.proxyHost == nil)
        #expect(settings.way == nil)
    }

    @Test func oldNamesAreStillRead() throws {
        let old = ["RI_HOST": "a", "RI_HOSTRI": "b", "RI_LOGIN": "c", "RI_PASSWORD": "d"]
        let settings = try RiloeSettings { old[$0] }
        #expect(settings.hosts == ["a"])
        #expect([settings.address, settings.user, settings.password] == ["b", "c", "d"])
        let both = old.merging(least) { $1 }
        #expect(try RiloeSettings { both[$0] }.address == "10.0.0.1")
    }

    /// What was found for an old name is another board's address.
    @Test func anAddressIsResolvedByTheNameThatGaveIt() throws {
        let old = ["RI_HOSTRI": "oldilo", "resolved.RI_HOSTRI": "10.0.0.9"]
        #expect(try read(old).resolvedAddress == nil)
        #expect(try read(old.merging(["resolved.ilo_hostname": "10.0.0.5"]) { $1 }).resolvedAddress == "10.0.0.5")
        let alone = old.merging(["ilo_password": "p", "resolved.ilo_hostname": "10.0.0.5"]) { $1 }
        #expect(try RiloeSettings { alone[$0] }.resolvedAddress == "10.0.0.9")
    }

    @Test func aPortMayFollowTheAddress() throws {
        for (text, host, port) in [
            ("ilo1:1443", "ilo1", 1443), ("fe80::1", "fe80::1", 443), ("[fe80::1%eth0]:8443", "fe80::1%eth0", 8443),
            ("[::1]", "::1", 443),
        ] {
            let settings = try read(["ilo_hostname": text])
            #expect(settings.address == host)
            #expect(settings.port == UInt16(port))
        }
    }

    @Test func mistakesNameTheirParameter() {
        for (name, value) in [
            ("ilo_hostname", "a:0"), ("ilo_hostname", ":443"), ("ilo_proxyport", "x"), ("ilo_can_reset", "perhaps"),
            ("ilo_protocol", "2.0\" X=\""), ("ilo_password", "a\nb"), ("ilo_user", "a\u{1}"),
        ] {
            #expect(mistake(least.merging([name: value]) { $1 })?.contains(name) == true, "\(name)=\(value)")
        }
        for name in ["ilo_hostname", "ilo_password"] {
            #expect(mistake(least.filter { $0.key != name })?.contains("\(name) is missing") == true)
        }
    }

    @Test func anUnknownMethodIsPowerAsThereAndIsWarnedAbout() throws {
        let settings = try read(["ilo_powerdown_method": "buton"])
        #expect(!settings.usesButton)
        #expect(settings.warnings.count == 1)
        #expect(try read(["ilo_powerdown_method": "button"]).usesButton)
    }

    @Test func whatIsRememberedIsTakenOnlyWhereItMakesSense() throws {
        #expect(try read(["remembered.ribcl": "raw"]).way == .raw)
        #expect(try read(["remembered.ribcl": "gopher"]).way == nil)
    }
}
