import Foundation
import TestRig
import Testing

/// `kill -9` of the daemon while an agent works: the next one goes on with it, whatever happened before.
@Suite(.waiting) struct ResumptionTests {
    private let folder: TemporaryFolder
    private let stage: Stage

    init() throws {
        folder = try TemporaryFolder()
        stage = try GateScript.stage()
    }

    private func gated(_ id: String, _ more: String) -> String {
        Primitive.gate(id, folder, "gate=\"\(folder.path("gate"))\" \(more)")
    }

    /// Kills the daemon while the first device works, and answers what came of the request.
    private func crash(_ daemon: RunningDaemon) throws -> Verdict {
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        daemon.signal(SIGKILL)
        #expect(daemon.wait() == -SIGKILL)
        try daemon.start()
        try folder.write("gate", "")
        #expect(fence.wait(seconds: 20) == 0)
        return try Verdict(try daemon.folder.read("fence.out").split(separator: "\n").last.map(String.init) ?? "")
    }

    /// It is not the one with which the lost daemon had started, and yet the one in which the level began.
    @Test func theConfigurationWasReadAgainBefore() throws {
        let text = gated("a", "priority=1") + gated("b", "priority=2") + Primitive.budget(130)
        let daemon = try RunningDaemon(text, stage: stage)
        try daemon.write(configuration: text + "# once more\n")
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force", times: 2))
        let verdict = try crash(daemon)
        #expect(verdict.level == 1 && folder.marks.count == 1, "\(folder.marks)")
    }

    /// A device that is slow to say which nodes it controls controls those that it did before.
    @Test func theDeviceDoesNotSayItsNodesInTime() throws {
        try stage.add(
            script: "slow",
            """
            #!/bin/sh
            case $1 in
            gethosts) [ ! -e "$mark" ] || sleep 15; echo pm01 ;;
            getconfignames) echo mark gate ;;
            reset | off)
                echo "$1 $2 $$" >>"$mark"
                while [ ! -e "$gate" ]; do sleep 0.02; done ;;
            esac
            """)
        let slow =
            "primitive a stonith:external/slow params mark=\"\(folder.path("mark"))\" "
            + "gate=\"\(folder.path("gate"))\" priority=1\n"
        let daemon = try RunningDaemon(slow + gated("b", "priority=2") + Primitive.budget(130), stage: stage)
        #expect(
            eventually {
                (try? daemon.stonith(["devices", "--json"]).output)?.contains(
                    #""targets":["pm01"],"targets_known":true"#)
                    == true
            })
        let verdict = try crash(daemon)
        #expect(verdict.level == 1 && verdict.outcome == "fenced" && folder.marks.count == 1, "\(folder.marks)")
    }
}
