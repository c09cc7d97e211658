import Foundation
import TestRig
import Testing

/// Debian's crmsh asks `stonith` about device types where neither `crm_resource` nor `lrmadmin` can tell it.
@Suite(.waiting, .enabled(if: Namespace.isAllowed, "needs root, to hide crm_resource and lrmadmin from crmsh"))
struct CrmshTests {
    /// One run of `crm`, and the calls of `stonith` that it made.
    private struct Answer {
        var text: String
        var calls: [String]
    }

    @Test func typesAreListed() throws {
        let answer = try crm("ra list stonith")
        let types = Set(answer.text.split(whereSeparator: \.isWhitespace).map(String.init))
        let ours = try Stage.shared.stonith(["-L"]).output.split(separator: "\n").map(String.init)
        #expect(answer.calls == ["-L"])
        #expect(types.isSuperset(of: ours))
        #expect(ours.contains("external/ipmi"))
        #expect(ours.contains("external/ssh"))
    }

    @Test func ipmiIsExplained() throws {
        let answer = try crm("ra info stonith:external/ipmi")
        #expect(answer.calls == ["-m -t external/ipmi"])
        #expect(
            answer.text.hasPrefix("IPMI STONITH device (stonith:external/ipmi)\n\nPower control through a node's BMC"))
        for line in [
            "hostname* (string): Node", "ipaddr* (string): BMC address", "userid* (string): Login",
            "passwd* (string): Password", "interface (select, [lan]): IPMI interface", "ipport (integer, [623]): Port",
            "passwd_method (select, [param]): Where the password is", "priv (select, [ADMINISTRATOR]): Privilege",
            "reset_method (select, [reset]): How to reset", "    UDP port of the BMC.",
        ] {
            #expect(answer.text.contains("\n\(line)\n"), "\(line)")
        }
        #expect(answer.text.contains("\n    monitor       timeout=20 interval=3600"))
    }

    @Test func aScriptIsExplained() throws {
        let answer = try crm("ra info stonith:external/riloe")
        #expect(answer.calls == ["-m -t external/riloe"])
        for name in ["hostlist*", "ilo_hostname*", "ilo_user*", "ilo_password*", "ilo_can_reset", "ilo_protocol"] {
            #expect(answer.text.contains("\n\(name) ("), "\(name)")
        }
    }

    private func crm(_ arguments: String) throws -> Answer {
        let folder = try TemporaryFolder()
        for name in ["bin", "home"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
        }
        let wrapper = "#!/bin/sh\necho \"$*\" >>\(folder.path("calls"))\nexec \(Stage.shared.stonith) \"$@\"\n"
        try folder.write("bin/stonith", wrapper, mode: 0o755)
        var environment = ProcessRun.plainEnvironment
        environment["HOME"] = folder.path("home")
        environment["PATH"] = "\(folder.path("bin")):/usr/sbin:/usr/bin:/sbin:/bin"
        let run = try Namespace.run(
            """
            for name in crm_resource lrmadmin; do
                path=$(type -P $name) || continue
                mount --bind /dev/null $path
            done
            mount -t tmpfs tmpfs /var/log
            mkdir /var/log/crmsh
            crm \(arguments)
            """, environment: environment)
        #expect(run.status == 0, "\(run.errors)")
        let calls = (try? folder.read("calls")) ?? ""
        return Answer(text: run.output, calls: calls.split(separator: "\n").map(String.init))
    }
}
