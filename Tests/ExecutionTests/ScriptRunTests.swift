import Agents
import Foundation
import TestRig
import Testing

@testable import Execution

@Suite struct ScriptRunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(
        _ body: String, arguments: [String] = [], environment: [String] = ["PATH=/usr/bin:/bin"],
        timeoutMilliseconds: Int64 = 30_000
    ) throws -> ScriptRun.Result {
        let path = try folder.write("script", "#!/bin/bash\n" + body, mode: 0o755)
        return ScriptRun.run(
            path: path, arguments: [path] + arguments, environment: environment,
            timeoutMilliseconds: timeoutMilliseconds)
    }

    @Test func argumentsEnvironmentOutputAndStatusAreTheScripts() throws {
        let result = try run(
            "echo \"$1|$2|$X|$(env | wc -l)\"; echo oops >&2; exit 7", arguments: ["reset", "pm 01"],
            environment: ["X=y z"])
        #expect(result.ending == .exited(7))
        #expect(result.output.hasPrefix("reset|pm 01|y z|"))
        #expect(result.errors == "oops\n")
    }

    @Test func itsInputIsEmptyAndNoOtherDescriptorIsOpen() throws {
        let result = try run("read line && echo got; ls /proc/self/fd | wc -l")
        #expect(result.output == "4\n", "0, 1, 2 and the folder that ls itself opened")
    }

    @Test func aSignalIsASignal() throws {
        let result = try run("kill -KILL $$")
        #expect(result.ending == .signal(SIGKILL))
    }

    @Test func theDeadlineKillsTheWholeGroup() throws {
        let result = try run("tail -f /dev/null >/dev/null 2>&1 & echo $!; wait", timeoutMilliseconds: 300)
        #expect(result.ending == .deadline)
        let pid = try #require(Int32(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(eventually { isDead(pid) })
    }

    @Test func theDeadlineIsKeptWhileItFloods() throws {
        let begin = BootClock.milliseconds()
        let result = try run("trap '' TERM; while :; do echo flood; done", timeoutMilliseconds: 300)
        #expect(result.ending == .deadline)
        #expect((300..<5000).contains(BootClock.milliseconds() - begin))
    }

    @Test func aBackgroundProcessWithTheOutputOpenDoesNotHoldItUp() throws {
        let result = try run("tail -f /dev/null & echo $!")
        #expect(result.ending == .exited(0))
        let pid = try #require(Int32(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(pid, SIGKILL)
    }

    @Test func aFloodIsKeptInPartAndReadToItsEnd() throws {
        let result = try run("head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero >&2; exit 3")
        #expect(result.ending == .exited(3))
        #expect(result.output.utf8.count == ScriptRun.outputBytesMax)
        #expect(result.errors.utf8.count == ScriptRun.outputBytesMax)
    }

    @Test func theLastWordsBeforeTheEndAreNotLost() throws {
        let result = try run("head -c 60000 /dev/zero | tr '\\0' x; echo end")
        #expect(result.output.utf8.count == 60_004)
        #expect(result.output.hasSuffix("end\n"))
    }

    @Test func outputThatIsNotUTF8IsMended() throws {
        #expect(try run("printf 'a\\377b'").output == "a\u{FFFD}b")
    }

    @Test func aMissingFileSaysSo() {
        let path = folder.path("nothing")
        let result = ScriptRun.run(path: path, arguments: [path], environment: [], timeoutMilliseconds: 1000)
        guard case .notBegun(let reason) = result.ending else {
            Issue.record("it ended as \(result.ending)")
            return
        }
        #expect(reason.contains(path))
    }

    @Test func anEndlessTimeoutIsNoOverflow() throws {
        #expect(try run("exit 0", timeoutMilliseconds: .max).ending == .exited(0))
    }
}
