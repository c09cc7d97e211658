import Foundation
import TestRig
import Testing

/// The clock of the wall is put a day ahead and back while `stonithd` works: no deadline of it moves.
@Suite(.waiting) struct ClockStepTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Adds the seconds that a file names to CLOCK_REALTIME, for the programs that it is loaded into.
    private static let shim = #"""
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static long offset(void)
        {
            const char *path = getenv("CLOCK_OFFSET");
            FILE *file = path ? fopen(path, "re") : NULL;
            long seconds = 0;

            if (file && fscanf(file, "%ld", &seconds) != 1)
                seconds = 0;
            if (file)
                fclose(file);
            return seconds;
        }

        int clock_gettime(clockid_t clock, struct timespec *now)
        {
            int result = (int) syscall(SYS_clock_gettime, clock, now);

            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                now->tv_sec += offset();
            return result;
        }

        time_t time(time_t *result)
        {
            struct timespec now;

            clock_gettime(CLOCK_REALTIME, &now);
            if (result)
                *result = now.tv_sec;
            return now.tv_sec;
        }

        int gettimeofday(struct timeval *restrict now, void *restrict zone)
        {
            struct timespec moment;

            (void) zone;
            clock_gettime(CLOCK_REALTIME, &moment);
            now->tv_sec = moment.tv_sec;
            now->tv_usec = moment.tv_nsec / 1000;
            return 0;
        }
        """#

    private func environment() throws -> [String: String] {
        let source = try folder.write("shim.c", Self.shim)
        let compiler = try ProcessRun.run(
            "/usr/bin/gcc", ["-shared", "-fPIC", "-O1", "-o", folder.path("shim.so"), source])
        try #require(compiler.status == 0, "\(compiler.errors)")
        try step(0)
        return ["LD_PRELOAD": folder.path("shim.so"), "CLOCK_OFFSET": folder.path("offset")]
    }

    private static let day = 86_400

    private func step(_ seconds: Int) throws { try folder.write("offset", "\(seconds)\n") }

    private func began(_ record: String) throws -> Int64 {
        let moment = try #require(record.firstMatch(of: #/"began_at":(\d+)/#).flatMap { Int64($0.1) })
        return moment / 1000 - Int64(Date().timeIntervalSince1970)
    }

    @Test func duringAFence() throws {
        let stage = try GateScript.stage()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "priority=1 stonith-timeout=2s gate=/nowhere/gate")
                + Primitive.null("n", "priority=2 stonith-timeout=60s") + Primitive.budget(65),
            stage: stage, environment: try environment())
        for offset in [Self.day, -Self.day] {
            try step(0)
            try? FileManager.default.removeItem(atPath: folder.path("mark"))
            let fence = try daemon.begin(["fence", "pm01", "--json"])
            #expect(folder.hasMark())
            try step(offset)
            #expect(fence.wait(seconds: 10) == 0)
            let verdict = try Verdict(daemon.folder.read("fence.out"))
            #expect(verdict.level == 2 && (1900..<5000).contains(verdict.ms ?? 0), "\(verdict)")
            try daemon.folder.write("fence.out", "")
        }
        let last = try daemon.request(#"{"verb":"fence","id":"seen","node":"pm01","timeout_ms":1000}"#)
        let ahead = try began(last)
        #expect(abs(ahead + Int64(Self.day)) < 60, "the daemon's clock was a day behind: \(last)")
    }

    @Test func whileAPersonIsAsked() throws {
        let daemon = try RunningDaemon(
            Primitive.meatware("m", "priority=1 stonith-timeout=3s") + Primitive.null("n", "priority=2")
                + Primitive.budget(70), environment: try environment())
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        for offset in [Self.day, -Self.day, 0] {
            try step(offset)
            #expect(try daemon.request(#"{"verb":"status"}"#).contains("waiting for a person"))
        }
        #expect(fence.wait(seconds: 10) == 0)
        let verdict = try Verdict(daemon.folder.read("fence.out"))
        #expect(verdict.level == 2 && (3000..<6000).contains(verdict.ms ?? 0), "\(verdict)")
    }
}
