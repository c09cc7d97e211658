import Foundation
import TestRig
import Testing

/// External scripts as `stonith` runs them.
@Suite(.waiting) struct ScriptTests {
    private func stage(_ script: String, mode: Int = 0o755) throws -> (Stage, TemporaryFolder) {
        let stage = try Stage.copy()
        try stage.add(script: "own", "#!/bin/sh\n" + script, mode: mode)
        return (stage, try TemporaryFolder())
    }

    @Test func aScriptThatOthersMayWriteIsRefusedWithTheReason() throws {
        let (stage, _) = try stage("exit 0\n", mode: 0o775)
        let run = try stage.stonith(["-t", "external/own", "a=b", "-S"])
        #expect(run.status == 8)
        #expect(run.errors.contains("may be written by group or others"))
        let list = try stage.stonith(["-L"])
        #expect(!list.output.contains("external/own"))
        #expect(list.errors.contains("external/own is left out"))
    }

    @Test func aScriptThatHangsIsKilledWithItsChildren() throws {
        let (stage, folder) = try stage("sleep 600 & echo $! >$HOME/pid; wait\n")
        let (run, report) = try stage.report(
            ["a=b", "--timeout", "1", "-T", "reset", "n1"], type: "external/own", environment: ["HOME": folder.root])
        #expect(run.status == 6)
        #expect(report.cause == "deadline")
        let pid = try #require(pid_t(try folder.read("pid").split(separator: "\n")[0]))
        #expect(eventually { isDead(pid) })
    }

    /// As on a terminal with cluster-glue, where both are in the foreground's process group. (A shell makes its
    /// background jobs ignore SIGINT, and who ignores it is not ended by it.)
    @Test(arguments: ["TERM", "HUP"]) func aSignalThatEndsUsEndsTheScript(signal: String) throws {
        let (stage, folder) = try stage("echo $$ >$HOME/pid; echo $PPID >$HOME/parent; while :; do :; done\n")
        let run = try ProcessRun.shell(
            """
            export HOME=\(folder.root)
            \(stage.stonith) -t external/own a=b -T reset n1 &
            until [ -s $HOME/parent ]; do :; done
            kill -\(signal) $(cat $HOME/parent)
            wait $!
            """)
        #expect(run.status > 128)
        let pid = try #require(pid_t(try folder.read("pid").split(separator: "\n")[0]))
        #expect(eventually { isDead(pid) })
    }

    @Test func aScriptMayLeaveABackgroundProcessWithoutHoldingUsUp() throws {
        let (stage, _) = try stage("sleep 20 & exit 0\n")
        let (run, _) = try stage.report(["a=b", "-T", "reset", "n1"], type: "external/own")
        #expect(run.status == 0)
        #expect(run.milliseconds < 5000)
    }

    @Test func parametersReachTheScriptAndNothingElseOfOurs() throws {
        let (stage, _) = try stage(#"echo "$1 $2 a=$a tag=$HA_LOGTAG"; ls /proc/self/fd | wc -l; exit 3"#)
        let (run, report) = try stage.report(["a=x y", "-T", "off", "N1"], type: "external/own")
        #expect(run.status == 5)
        #expect(report.output.hasPrefix("off n1 a=x y tag=external/own\n"))
        #expect(report.output.hasSuffix("\n4\n"))
    }

    @Test func aSecretIsNeverShownAndTheCommandLineIsCleared() throws {
        let (stage, folder) = try stage(#"tr '\0' ' ' </proc/$PPID/cmdline >$HOME/seen; exit 0"#)
        let run = try stage.stonith(
            ["-d", "--json", "-t", "external/own", "a=b", "passwd=tops3cret", "-S"], environment: ["HOME": folder.root])
        #expect(run.status == 0)
        #expect(run.errors.contains("a password stood on the command line"))
        #expect(!(run.output + run.errors).contains("tops3cret"))
        let seen = try folder.read("seen")
        #expect(seen.contains("passwd=***"))
        #expect(!seen.contains("tops3cret"))
    }

    @Test func aSecretFromAFileIsNotWarnedAbout() throws {
        let (stage, folder) = try stage(#"[ "$passwd" = tops3cret ]"#)
        let file = try folder.write("password", "tops3cret\n", mode: 0o600)
        let run = try stage.stonith(["-t", "external/own", "passwd=file:\(file)", "-S"])
        #expect(run.status == 0)
        #expect(!run.errors.contains("WARN"))
    }

    @Test func aSecretThatNobodyWritesIsNotWaitedForForEver() throws {
        let (stage, folder) = try stage("exit 0\n")
        #expect(try ProcessRun.run("/usr/bin/mkfifo", [folder.path("fifo")]).status == 0)
        let run = try stage.stonith(["-t", "external/own", "passwd=file:\(folder.path("fifo"))", "-S"], seconds: 50)
        #expect(run.status == 1)
        #expect(run.errors.contains("cannot be read"))
    }
}
