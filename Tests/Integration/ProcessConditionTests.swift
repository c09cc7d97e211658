import Foundation
import TestRig
import Testing

/// How the daemon and what it starts are treated by the kernel.
@Suite(.waiting) struct ProcessConditionTests {
    private static let script = """
        #!/bin/sh
        case $1 in
        getconfignames) echo hostlist ;;
        reset) echo $$ >$folder/ran; while [ ! -e $folder/go ]; do sleep 0.01; done ;;
        esac
        """

    private let stage: Stage
    private let folder: TemporaryFolder

    init() throws {
        stage = try Stage.copy()
        try stage.add(script: "own", Self.script)
        try stage.add(plugin: "fail")
        folder = try TemporaryFolder()
    }

    private func daemon(_ options: [String] = [], how: String = "hang", wrapper: String? = nil) throws -> RunningDaemon
    {
        try RunningDaemon(
            "primitive s stonith:external/own params hostlist=pm01 folder=\"\(folder.root)\"\n"
                + "primitive f stonith:fail params pcmk_host_list=pm03 how=\(how) op monitor timeout=3s\n"
                + Primitive.budget(4), stage: stage, options: options, wrapper: wrapper)
    }

    private func status(_ pid: pid_t?) throws -> ProcessStatus {
        let number = try #require(pid)
        return try #require(ProcessStatus(number))
    }

    /// The process of the action that the plugin does now.
    private func action(of daemon: RunningDaemon) throws -> pid_t {
        let server = try #require(daemon.children("fail.so").first)
        let path = "/proc/\(server)/task/\(server)/children"
        var pid: pid_t?
        #expect(
            eventually {
                let all = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: " ")
                pid = all.compactMap { pid_t($0) }.first
                return pid != nil
            })
        return try #require(pid)
    }

    @Test func theDaemonAndItsForkServersComeFirst() throws {
        let daemon = try daemon()
        // Not in every container: it takes CAP_SYS_RESOURCE.
        let maySpare = try ProcessRun.shell("echo -1000 >/proc/self/oom_score_adj").status == 0
        for pid in [daemon.pid] + daemon.children("stonith-exec") {
            let status = try status(pid)
            #expect(status.policy == 2 && status.lockedKiB > 1000, "\(status)")
            #expect(status.oomScoreAdjust == (maySpare ? -1000 : 0))
        }
        #expect(daemon.children("stonith-exec").count == 2)
        #expect(!daemon.log.contains { $0.contains("SCHED_RR") || $0.contains("locked") })
    }

    @Test func theWriterAndTheReaderThreadDoNot() throws {
        let daemon = try daemon()
        #expect(try status(daemon.children("stonith-journal").first).policy == 0)
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force", times: 2))
        for thread in ProcessStatus.furtherThreads(daemon.pid) {
            #expect(ProcessStatus(daemon.pid, thread: thread)?.policy == 0)
        }
    }

    @Test func aScriptIsAProcessLikeAnyOther() throws {
        let daemon = try daemon()
        let fence = try daemon.begin(["fence", "pm01"])
        #expect(eventually { (try? folder.read("ran").hasSuffix("\n")) == true })
        let status = try status(pid_t(try folder.read("ran").dropLast()))
        #expect(status.policy == 0 && status.nice == 0 && status.oomScoreAdjust == 0)
        try folder.write("go", "")
        #expect(fence.wait(seconds: 10) == 0)
    }

    @Test func aPluginsActionComesFirstToo() throws {
        let daemon = try daemon()
        let fence = try daemon.begin(["fence", "pm03"])
        #expect(try status(try action(of: daemon)).policy == 2)
        #expect(fence.wait(seconds: 10) != nil)
    }

    /// It takes no processor away from others for more than a second, and is not killed before its time.
    @Test func anActionThatGoesRoundInCirclesGivesWay() throws {
        let daemon = try daemon(how: "spin")
        let fence = try daemon.begin(["fence", "pm03", "--json"])
        let action = try action(of: daemon)
        #expect(eventually { ProcessStatus(action)?.policy == 0 })
        #expect(fence.wait(seconds: 10) != nil)
        #expect(try daemon.folder.read("fence.out").contains("deadline"))
    }

    @Test func theDaemonGivesWayAndSaysSo() throws {
        let daemon = try daemon()
        #expect(try status(daemon.pid).policy == 2)
        daemon.signal(SIGXCPU)
        #expect(daemon.logs("put back to SCHED_OTHER"))
        #expect(try status(daemon.pid).policy == 0)
    }

    @Test func whatIsNotWantedIsNotDone() throws {
        let daemon = try daemon(["--no-realtime", "--no-lock"])
        let status = try status(daemon.pid)
        #expect(status.policy == 0 && status.lockedKiB == 0)
    }

    @Test func whatIsNotPermittedIsAWarning() throws {
        let wrapper = try folder.write(
            "poor",
            "#!/bin/sh\nexec setpriv --bounding-set=-sys_nice,-ipc_lock,-sys_resource \(stage.stonithd) \"$@\"\n",
            mode: 0o755)
        let daemon = try daemon(wrapper: wrapper)
        #expect(daemon.logs("it is not scheduled as SCHED_RR") && daemon.logs("its memory is not locked"))
        #expect(daemon.logs("it may be killed when memory runs out"))
        try folder.write("go", "")
        #expect(try daemon.stonith(["fence", "pm01"]).status == 0)
    }
}
