import Foundation
import TestRig
import Testing

/// Agents that print their password, in whatever they can say: nobody sees it.
@Suite(.waiting) struct DaemonSecretTests {
    private static let secret = "hogehoge-7"

    private static let talker = """
        #!/bin/sh
        case $1 in
        getconfignames) echo "hostlist passwd" ;;
        *) echo "my password is $passwd"; echo "$passwd $passwd" >&2; [ "$1" = gethosts ] && echo pm01; exit $fails ;;
        esac
        """

    /// All that was said to whoever may only look, and all that was written down.
    private static func all(_ daemon: RunningDaemon, _ watcher: SocketClient) throws -> String {
        watcher.sendLine(#"{"verb":"status","tag":"last"}"#)
        var heard: [String] = []
        while let line = watcher.readLine() {
            heard.append(line)
            if line.contains(#""tag":"last""#) { break }
        }
        for verb in [["status"], ["devices"], ["history"], ["history", "--json"], ["status", "--json"]] {
            heard.append(try daemon.stonith(verb).output)
        }
        let state = FileManager.default.enumerator(atPath: daemon.folder.path("state"))?.allObjects as? [String] ?? []
        let kept = state.compactMap { try? daemon.folder.read("state/\($0)") }
        #expect(kept.contains { $0.contains("pm01") }, "what was done is kept: \(state)")
        heard += kept
        return (heard + daemon.log + daemon.readable).joined(separator: "\n")
    }

    private static func watch(_ daemon: RunningDaemon) throws -> SocketClient {
        let watcher = try daemon.connect()
        watcher.sendLine(#"{"verb":"watch"}"#)
        #expect(watcher.readLine()?.contains(#""verb":"watch""#) == true)
        return watcher
    }

    @Test(arguments: [0, 1]) func aScriptThatPrintsItsPassword(fails: Int) throws {
        let stage = try Stage.copy()
        try stage.add(script: "talker", Self.talker)
        let daemon = try RunningDaemon(
            "primitive t stonith:external/talker params pcmk_host_check=dynamic-list passwd=\"\(Self.secret)\" "
                + "fails=0\n"
                + "primitive u stonith:external/talker params hostlist=pm03 passwd=\"\(Self.secret)\" fails=\(fails)\n"
                + Primitive.budget(130), stage: stage)
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("pm01") })
        let watcher = try Self.watch(daemon)
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(try daemon.fence("pm03").0.status == (fails == 0 ? 0 : 5))
        let monitor = try daemon.stonith(["monitor", "u"])
        let everything = try Self.all(daemon, watcher) + monitor.output + monitor.errors
        #expect(!everything.contains(Self.secret), "\(everything)")
    }

    @Test func aPluginThatTellsItsSecret() throws {
        let stage = try Stage.copy()
        try stage.add(plugin: "fail")
        let daemon = try RunningDaemon(
            "primitive f stonith:fail params pcmk_host_list=pm01 how=tell key=\"\(Self.secret)\" priority=1\n"
                + "primitive l stonith:fail params pcmk_host_check=dynamic-list how=tell key=\"\(Self.secret)\"\n"
                + Primitive.meatware("m", "priority=2 stonith-timeout=100s") + Primitive.budget(200), stage: stage)
        #expect(daemon.logs("device l does not say which nodes it controls: told •••"))
        let watcher = try Self.watch(daemon)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        let look = try daemon.request(#"{"verb":"inspect","node":"pm01"}"#)
        #expect(look.contains("it is •••"), "\(look)")
        let word = try daemon.stonith(["confirm", "pm01", "--force"])
        #expect(word.status == 0 && fence.wait(seconds: 5) == 0)
        let monitor = try daemon.stonith(["monitor", "f"])
        let everything = try Self.all(daemon, watcher) + look + word.output + monitor.output + monitor.errors
        #expect(everything.contains(#""event":"progress""#) && everything.contains("it is •••"))
        #expect(!everything.contains(Self.secret), "\(everything)")
    }
}
