import Foundation
import TestRig
import Testing

/// What `stonith check` and `stonithd --check` find that does not stand in the file itself.
@Suite(.waiting) struct CheckFindingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What both programs say of the same file.
    private func findings(_ text: String, _ stage: Stage = .shared) throws -> [String] {
        let file = try folder.write(
            "crm", text + Primitive.meatware("m", "priority=9") + Primitive.budget(130), mode: 0o600)
        let check = try stage.stonith(["check", file])
        #expect(check.status == 0, "a finding is no mistake of the file: \(check.output)")
        let daemon = try ProcessRun.run(stage.stonithd, ["--check", "--node", "pm02", "--config", file], seconds: 20)
        #expect(daemon.status == 0)
        return [check.output + check.errors, daemon.errors]
    }

    @Test func misspeltAndMissingParametersOfANativePlugin() throws {
        let ipmi = "primitive i stonith:external/ipmi params hostname=pm01 ipadr=127.0.0.1 userid=u interface=lanplus\n"
        for text in try findings(ipmi) {
            #expect(text.contains("external/ipmi has no parameter ipadr: did you mean ipaddr?"), "\(text)")
            #expect(text.contains("the parameter ipaddr is missing"), "\(text)")
        }
    }

    /// An alias is enough where a parameter is required.
    @Test func aDeviceThatIsNotEncrypted() throws {
        let rsa = "primitive r stonith:external/ibmrsa-telnet params nodename=pm01 userid=u passwd=file:/nosuch"
        for text in try findings("\(rsa) ipaddr=127.0.0.1\n") {
            #expect(text.contains("telnet is not encrypted"), "\(text)")
            #expect(!text.contains("is missing"), "\(text)")
        }
        for text in try findings("\(rsa)\n") {
            #expect(text.contains("the parameter ip_address is missing"), "\(text)")
        }
    }

    @Test func whatAScriptGetsInItsEnvironment() throws {
        let stage = try Stage.copy()
        try stage.add(script: "x", ContractScript.text)
        let script = "primitive s stonith:external/x params hostlist=pm01 user=u passwd=file:/nosuch snmp_community=a\n"
        for text in try findings(script, stage) {
            #expect(text.contains("passwd, snmp_community is handed to \(stage.prefix)"), "\(text)")
            #expect(text.contains("snmp_community stands here for everybody"), "\(text)")
        }
    }

    @Test func nothingToSay() throws {
        let good = "primitive n stonith:null params hostlist=pm01\n"
        let texts = try findings(good)
        #expect(texts[1].isEmpty, "\(texts[1])")
        #expect(!texts[0].contains("warning"), "\(texts[0])")
    }

    @Test func alerts() throws {
        let text = "alert a /nosuch/program attributes smtp_password=x\nprimitive n stonith:null params hostlist=pm01\n"
        for text in try findings(text) {
            #expect(text.contains("alert a cannot run: /nosuch/program"), "\(text)")
            #expect(text.contains("alert a: smtp_password is handed to /nosuch/program in its environment"), "\(text)")
        }
    }

    @Test func aPluginThatCannotBeLoaded() throws {
        let stage = try Stage.copy()
        try FileManager.default.removeItem(atPath: "\(stage.prefix)/lib/stonith/native/null.so")
        try "no plugin".write(
            toFile: "\(stage.prefix)/lib/stonith/native/null.so", atomically: false, encoding: .utf8)
        for text in try findings("primitive n stonith:null params hostlist=pm01\n", stage) {
            #expect(text.contains("null.so cannot be used:"), "\(text)")
        }
    }
}
