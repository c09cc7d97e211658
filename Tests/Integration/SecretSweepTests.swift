import Foundation
import TestRig
import Testing

/// Where a password is while an action runs that needs it: in the memory of those who need it, and nowhere else.
@Suite(.waiting) struct SecretSweepTests {
    private static let secret = "hogehoge-4711"

    /// A process, with what the kernel shows of it to whoever may look.
    private struct Process {
        var pid: pid_t
        var name: String
        var arguments: String
        var environment: String
        var coreLimit: String

        init?(_ pid: pid_t) {
            func read(_ name: String) -> String? {
                (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/\(name)"))).map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
            guard let arguments = read("cmdline"), let environment = read("environ"), let limits = read("limits")
            else { return nil }
            self.pid = pid
            self.arguments = arguments
            self.environment = environment
            name = String(arguments.split(separator: "\0").first ?? "")
            coreLimit =
                limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }.map(String.init) ?? ""
        }
    }

    /// The daemon and all that came of it.
    private static func family(of pid: pid_t) -> [Process] {
        var parents: [pid_t: pid_t] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let child = pid_t(name),
                let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { continue }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            if fields.count > 1 { parents[child] = pid_t(fields[1]) }
        }
        func belongs(_ child: pid_t) -> Bool {
            var child = child
            for _ in 0..<16 {
                if child == pid { return true }
                guard let parent = parents[child] else { return false }
                child = parent
            }
            return false
        }
        return parents.keys.filter(belongs).compactMap(Process.init)
    }

    /// Everything that was written or said, but for the configuration and the password's own file.
    private static func written(_ daemon: RunningDaemon) throws -> [String: String] {
        var texts: [String: String] = [:]
        let files = FileManager.default.enumerator(atPath: daemon.folder.root)?.allObjects as? [String] ?? []
        for name in files where name != "stonith.crm" && name != "passwd" {
            if let bytes = FileManager.default.contents(atPath: daemon.folder.path(name)) {
                texts[name] = String(decoding: bytes, as: UTF8.self)
            }
        }
        for verb in [["status"], ["devices"], ["history"], ["history", "--json"], ["status", "--json"]] {
            let run = try daemon.stonith(verb)
            texts["stonith \(verb.joined(separator: " "))"] = run.output + run.errors
        }
        let (pid, folder) = (daemon.pid, FileManager.default.currentDirectoryPath)
        for place in ["/", folder, daemon.folder.root] {
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [])
            where name == "core" || name == "core.\(pid)" {
                texts["\(place)/\(name)"] = "a core file: \(secret)"
            }
        }
        return texts
    }

    private static func expectNowhere(
        _ daemon: RunningDaemon, processes: Int = 4, environmentOf spared: (Process) -> Bool = { _ in false },
        from place: SourceLocation = #_sourceLocation
    ) throws {
        let family = family(of: daemon.pid)
        #expect(family.count >= processes, "\(family.map(\.name))", sourceLocation: place)
        for process in family {
            #expect(!process.arguments.contains(secret), "in the arguments of \(process.name)", sourceLocation: place)
            let isInEnvironment = process.environment.contains(secret)
            #expect(isInEnvironment == spared(process), "environment of \(process.arguments)", sourceLocation: place)
        }
        for (name, text) in try written(daemon) where text.contains(secret) {
            Issue.record("it stands in \(name)", sourceLocation: place)
        }
    }

    @Test func ofANativePluginNowhere() throws {
        // Nobody answers at that address: the action hangs until its time is up.
        let silent = try SilentPort("127.0.94.1", port: 6230)
        let daemon = try RunningDaemon(
            """
            primitive i stonith:external/ipmi params hostname=pm01 ipaddr=\(silent.address) ipport=6230 \
            userid=pacemaker passwd="\(Self.secret)" interface=lanplus stonith-timeout=60s
            property stonith-timeout=70s

            """)
        let fence = try daemon.begin(["fence", "pm01", "--progress", "--json"])
        #expect(daemon.logs("sending fencing op RESET for pm01 to i"))
        #expect(eventually { silent.hasHeard })
        try Self.expectNowhere(daemon)
        for process in Self.family(of: daemon.pid) where !process.name.contains("stonith-journal") {
            #expect(process.coreLimit.split(separator: " ").dropFirst(4).first == "0", "\(process.coreLimit)")
        }
        let actions = Self.family(of: daemon.pid).filter { $0.arguments.contains("ipmi.so") }
        #expect(actions.count >= 2, "the fork server and the action")
        for process in actions { kill(process.pid, SIGABRT) }
        #expect(daemon.logs("external/ipmi is started again"))
        #expect(try daemon.stonith(["cancel", try #require(try Self.openRequest(daemon))]).status <= 105)
        _ = fence.wait(seconds: 10)
        try Self.expectNowhere(daemon, processes: 3)
    }

    private static func openRequest(_ daemon: RunningDaemon) throws -> String? {
        let history = try daemon.stonith(["status", "--json"]).output + daemon.stonith(["history", "--json"]).output
        return history.firstMatch(of: #/"id":"([^"]+)"/#).map { String($0.1) }
    }

    @Test func ofAScriptInItsEnvironmentOnly() throws {
        let stage = try Stage.copy()
        try stage.add(
            script: "hangs",
            """
            #!/bin/sh
            case $1 in
            getconfignames) echo hostlist passwd ;;
            reset) exec sleep 300 ;;
            *) exit 0 ;;
            esac
            """)
        let file = try TemporaryFolder()
        try file.write("passwd", Self.secret + "\n", mode: 0o600)
        let daemon = try RunningDaemon(
            "primitive s stonith:external/hangs params hostlist=pm01 passwd=file:\(file.path("passwd"))\n"
                + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01"])
        #expect(eventually { Self.family(of: daemon.pid).contains { $0.arguments.hasPrefix("sleep\0") } })
        try Self.expectNowhere(daemon, environmentOf: { $0.arguments.hasPrefix("sleep\0") })
        #expect(try daemon.stonith(["cancel", try #require(try Self.openRequest(daemon))]).status == 0)
        #expect(fence.wait(seconds: 10) == 112, "nobody knows what it had done")
    }

    @Test func ofAnAgentOnItsInputOnly() throws {
        let stage = try Stage.copy()
        try stage.add(agent: "fence_hangs", FakeAgent.text("exec sleep 301"))
        let file = try TemporaryFolder()
        try file.write("passwd", Self.secret + "\n", mode: 0o600)
        let daemon = try RunningDaemon(
            "primitive a stonith:fence_hangs params pcmk_host_list=pm01 ip=h password=file:\(file.path("passwd"))\n"
                + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01"])
        #expect(eventually { Self.family(of: daemon.pid).contains { $0.arguments.hasPrefix("sleep\0") } })
        try Self.expectNowhere(daemon)
        for process in Self.family(of: daemon.pid) where process.arguments.contains("fence_hangs") {
            #expect(process.coreLimit.split(separator: " ").dropFirst(4).first == "0", "\(process.coreLimit)")
        }
        let agent = try #require(Self.family(of: daemon.pid).first { $0.arguments.hasPrefix("sleep\0") })
        let input = open("/proc/\(agent.pid)/fd/0", O_RDONLY | O_NONBLOCK)
        defer { close(input) }
        var byte: UInt8 = 0
        #expect(read(input, &byte, 1) <= 0, "what it was told cannot be read again")
        for process in Self.family(of: daemon.pid) where process.arguments.contains("--agent") {
            kill(process.pid, SIGABRT)
        }
        #expect(daemon.logs("fence_hangs is started again"))
        #expect(try daemon.stonith(["cancel", try #require(try Self.openRequest(daemon))]).status <= 112)
        _ = fence.wait(seconds: 10)
        try Self.expectNowhere(daemon, processes: 3)
    }
}
