import DeviceParameters
import LibvirtCore
import Testing

@Suite struct LibvirtSettingsTests {
    private static func settings(_ parameters: [String: String]) throws -> Settings {
        let all = ["hostlist": "pm01", "hypervisor_uri": "qemu:///system"].merging(parameters) { $1 }
        return try Settings { name in all[name].flatMap { $0.isEmpty ? nil : $0 } }
    }

    private static func mistake(_ parameters: [String: String]) -> String {
        do {
            _ = try settings(parameters)
            return ""
        } catch { return (error as? ParameterMistake)?.text ?? "\(error)" }
    }

    @Test func aNodeIsTheDomainOfItsNameOrTheOneBehindTheColon() throws {
        let settings = try Self.settings(["hostlist": "pm01,PM02:Kvm-2  pm03:1fe81900-0e5a-4736-8925-5311cf777b28"])
        #expect(settings.domains.map(\.node) == ["pm01", "pm02", "pm03"])
        #expect(settings.domain(of: "pm01")?.domain == "pm01")
        #expect(settings.domain(of: "pm02")?.domain == "Kvm-2")
        #expect(settings.domain(of: "pm03")?.isUUID == true)
        #expect(settings.domain(of: "pm02")?.isUUID == false)
        #expect(settings.domain(of: "pm04") == nil)
        #expect(try Self.settings(["hostlist": "PM05"]).domain(of: "pm05")?.domain == "PM05")
    }

    @Test(arguments: [
        "a:b:c", ":b", "a:", "a:b a:c", "a:v b:v", "a b:a",
        "a:1fe81900-0e5a-4736-8925-5311cf777b28 b:1FE81900-0e5a-4736-8925-5311cf777b28",
    ])
    func aHostlistThatCanBeReadTwoWaysIsRefused(_ hostlist: String) {
        #expect(Self.mistake(["hostlist": hostlist]).hasPrefix("parameter hostlist "))
    }

    @Test func namesThatDifferByCapitalsAreTwoDomains() throws {
        #expect(try Self.settings(["hostlist": "a:vm b:VM"]).domains.count == 2)
    }

    @Test func theSameNodeTwiceIsOne() throws {
        #expect(try Self.settings(["hostlist": "a:b a:b"]).domains == [FencedDomain(node: "a", domain: "b")])
    }

    @Test(arguments: ["hostlist", "hypervisor_uri"])
    func whatIsRequiredIsMissed(_ name: String) {
        #expect(Self.mistake([name: ""]) == "parameter \(name) is missing")
    }

    @Test func theMethodHasTwoNamesAndOneValue() throws {
        #expect(try Self.settings([:]).resetMethod == .powerCycle)
        #expect(try Self.settings(["reset_method": "reboot"]).resetMethod == .reboot)
        #expect(try Self.settings(["reboot_method": "reboot"]).resetMethod == .reboot)
        #expect(
            try Self.settings(["reboot_method": "power_cycle", "reset_method": "power_cycle"]).resetMethod
                == .powerCycle)
        #expect(Self.mistake(["reboot_method": "reboot", "reset_method": "power_cycle"]).contains("differ"))
        #expect(Self.mistake(["reboot_method": "cycle"]).hasPrefix("parameter reboot_method is \"cycle\""))
    }

    @Test(arguments: ["1", "0", "-5", "5 s", "4000"])
    func aSilenceThatCannotBeIsRefused(_ text: String) {
        #expect(Self.mistake(["silence_timeout": text]).hasPrefix("parameter silence_timeout"))
    }

    // MARK: The URI

    @Test(arguments: [
        ("qemu:///system", "qemu:///system", "this host's hypervisor"),
        (
            "qemu+ssh://root@kvm1.example:22/system", "qemu+ssh://root@kvm1.example:22/system?no_tty=1",
            "hypervisor kvm1.example"
        ),
        ("qemu+ssh://kvm1/system?keyfile=/k", "qemu+ssh://kvm1/system?keyfile=/k&no_tty=1", "hypervisor kvm1"),
        ("qemu+ssh://kvm1/system?no_tty=1", "qemu+ssh://kvm1/system?no_tty=1", "hypervisor kvm1"),
        (
            "qemu+ssh://fence@[2001:db8::1]:22/system", "qemu+ssh://fence@[2001:db8::1]:22/system?no_tty=1",
            "hypervisor 2001:db8::1"
        ),
        ("qemu+tls://kvm1/system?pkipath=/p", "qemu+tls://kvm1/system?pkipath=/p", "hypervisor kvm1"),
        ("xen+ssh://xen1/", "xen+ssh://xen1/?no_tty=1", "hypervisor xen1"),
        ("xen://xen1/", "xen://xen1/", "hypervisor xen1"),
        ("qemu+unix:///system?socket=/s", "qemu+unix:///system?socket=/s", "this host's hypervisor"),
    ])
    func aURIIsHandedOnAndNeverAsksAnybody(_ written: String, _ used: String, _ place: String) throws {
        let uri = try HypervisorURI(written)
        #expect(uri.text == used)
        #expect(uri.place == place)
        #expect(uri.warnings.isEmpty)
    }

    @Test(arguments: [
        ("", "missing"), ("qemu", "must look like"), ("://x", "must look like"), ("qemu:/system", "must look like"),
        ("qemu+ssh://a b/system", "must look like"), ("qemu+telnet://h/system", "has the transport telnet"),
        ("qemu+ssh:///system", "names no host"), ("qemu+tls://:16514/system", "names no host"),
        ("qemu+ssh://h/system?no_tty=0", "wait for somebody to type"), ("qemu:///embed?root=/x", "inside the fence"),
        ("qemu+ssh://user:word@h/system", "has a password in it"),
    ])
    func aURIThatCannotBeUsedIsRefused(_ uri: String, _ why: String) {
        let text = Self.mistake(["hypervisor_uri": uri])
        #expect(text.contains(why), "\(text)")
        #expect(!text.contains("word@"))
    }

    @Test func onlyAConnectionWithoutSshHasASocketThatCanBeCut() throws {
        for uri in ["qemu+tls://h/system", "qemu://h/system", "qemu+tcp://h/system", "qemu+libssh2://h/system"] {
            #expect(try HypervisorURI(uri).hasSocketOfItsOwn)
        }
        for uri in ["qemu+ssh://h/system", "qemu:///system", "qemu+unix:///system", "test:///default"] {
            #expect(try !HypervisorURI(uri).hasSocketOfItsOwn)
        }
    }

    @Test(arguments: ["test:///default", "qemu+tcp://h/system", "qemu+tls://h/system?no_verify=1"])
    func whatProtectsOrProvesNothingIsWarnedAbout(_ uri: String) throws {
        #expect(try HypervisorURI(uri).warnings.count == 1)
        #expect(try HypervisorURI("qemu+ssh://h/system?no_verify=0").warnings.isEmpty)
    }
}
