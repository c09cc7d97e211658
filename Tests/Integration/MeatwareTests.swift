import TestRig
import Testing

/// `meatware` and `meatclient`, ours and cluster-glue's, at one FIFO.
@Suite(.waiting, .enabled(if: Namespace.isAllowed, "needs root, for a /run of its own")) struct MeatwareTests {
    @Test(arguments: ["ours", "glue"], ["ours", "glue"])
    func eachClientAnswersEachDevice(device: String, client: String) throws {
        let lines = try MeatwareRoom.run(
            """
            ask \(device) PM01
            stat -c '%F %a %u' /run/meatware.pm01
            answer \(client) 'y\\n' -c pm01
            grep -c '^PROCEED? .yN. Meatware_client: reset confirmed.$' $answered
            asked
            ls /run
            """)
        #expect(lines == ["fifo 600 0", "meatclient 0", "1", "stonith 0", "answered", "said"])
    }

    @Test func whatAPersonMustDoIsSeenAtOnce() throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01
            $wait_until "grep -q Run $said"
            cat $said
            answer ours 'y\\n' -c pm01
            asked
            tail -1 $said
            """)
        #expect(
            lines == [
                "WARN: OPERATOR INTERVENTION REQUIRED to reset pm01.",
                #"WARN: Run "meatclient -c pm01" AFTER power-cycling the machine."#, "meatclient 0", "stonith 0",
                "info: meatware reset pm01 OK (a person confirmed it).",
            ])
    }

    /// cluster-glue's device takes `pm0` for `pm01`; ours waits for the whole name, and shows what is none.
    @Test(arguments: ["glue", "ours"])
    func theWholeNameCounts(device: String) throws {
        let lines = try MeatwareRoom.run(
            """
            ask \(device) pm01
            echo meatware reply pm0 >/run/meatware.pm01
            \(device == "glue" ? "" : Self.stillWaits("pm0"))
            asked
            """)
        #expect(lines == (device == "glue" ? ["stonith 0"] : ["waits", "meatclient 0", "stonith 0"]))
    }

    private static func stillWaits(_ shown: String) -> String {
        """
        $wait_until "grep -q 'still waiting for one: .*\(shown)' $said" || cat $said
        [ -p /run/meatware.pm01 ] && kill -0 $asking && echo waits
        answer ours 'y\\n' -c pm01
        """
    }

    @Test(arguments: [
        ("echo meatware reply pm011", "pm011"), ("echo meatware reply", "meatware reply"), ("echo y", "y"),
        ("echo meatware reply pm01 pm01", "pm01 pm01"), (#"printf 'meatware reply pm01\001'"#, "pm01?"),
        (#"printf 'meatware reply pm0\0%0236d' 0"#, "pm0"), ("echo xmeatware reply pm01", "xmeatware"),
        ("head -c 70000 /dev/zero | tr '\\0' m", "mmmm"), ("head -c 3000 /dev/zero | tr '\\0' '\\377'", "\u{FFFD}"),
        (#"printf '%0300d meatware reply pm01\n' 0"#, "0000"),
    ])
    func whatIsNoReplyIsShownAndNotObeyed(attack: String, shown: String) throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01
            \(attack) | cat >/run/meatware.pm01
            \(Self.stillWaits(shown))
            asked
            """)
        #expect(lines == ["waits", "meatclient 0", "stonith 0"], "\(attack)")
    }

    @Test func repliesInOnePieceAreAllLookedAt() throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01
            text='\\n\\0%0255d\\nmeatware reply pm011\\nMEATWARE  reply PM01\\nmeatware reply pm01\\n'
            printf "$text" 0 >/run/meatware.pm01
            asked
            answer ours 'y\\n' -c pm01
            """)
        #expect(lines == ["stonith 0", "meatclient 4"])
    }

    @Test(arguments: ["n\\n", "\\n", "", "yes please\\n"])
    func cancellingLeavesOurRequestOpen(answer: String) throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01
            answer ours '\(answer)' -c pm01
            tail -1 $answered | sed 's/.*Meat/Meat/'
            answer ours 'YES\\n' -c pm01
            asked
            """)
        #expect(lines == ["meatclient 3", "Meatware_client: operation canceled.", "meatclient 0", "stonith 0"])
    }

    @Test func aFIFOThatWasLeftBehindIsReplaced() throws {
        let lines = try MeatwareRoom.run(
            """
            mkfifo -m 666 /run/meatware.pm01
            answer ours 'y\\n' -c pm01
            cat $answered | head -1
            ls -i /run/meatware.pm01 >/run/before
            ask ours pm01
            $wait_until "grep -q Run $said"
            stat -c '%F %a' /run/meatware.pm01
            answer ours 'y\\n' -c pm01
            asked
            """)
        #expect(
            lines == [
                "meatclient 4", "Meatware_IPC failed: /run/meatware.pm01: No such device or address", "fifo 600",
                "meatclient 0", "stonith 0",
            ])
    }

    @Test func aSecondRequestDoesNotTakeTheFirstOnesAnswer() throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01
            $wait_until "grep -q Run $said"
            status=0; ${stonith[ours]} -t meatware hostlist=pm01 -T reset pm01 2>&1 || echo $?
            answer ours 'y\\n' -c pm01
            asked
            """)
        #expect(lines[1].contains("another request already waits at /run/meatware.pm01"))
        #expect(lines.suffix(3) == ["8", "meatclient 0", "stonith 0"])
    }

    /// What stands in the FIFO's place and is none of ours: left alone, and neither written nor read.
    private static let impostors = [
        "echo data >/run/victim; ln -s /run/victim /run/meatware.pm01",
        "mkfifo -m 600 /run/victim; ln -s /run/victim /run/meatware.pm01",
        "echo data >/run/meatware.pm01", "mkdir /run/meatware.pm01",
        "mkfifo -m 600 /run/meatware.pm01; chown nobody /run/meatware.pm01",
        "mknod /run/meatware.pm01 c 1 3",
    ]

    @Test(arguments: impostors)
    func theDeviceLeavesAnImpostorAlone(impostor: String) throws {
        let lines = try MeatwareRoom.run(
            """
            \(impostor)
            show() { stat -c '%N %F %i %s' /run/meatware.pm01; cat $(find /run -name victim -type f); }
            show >/run/before </dev/null
            timeout 10 ${stonith[ours]} -t meatware hostlist=pm01 -T reset pm01 2>&1 || echo $?
            show </dev/null | diff /run/before - && echo same
            """)
        #expect(
            lines[1]
                == "ERROR: /run/meatware.pm01 is there and is no FIFO of this user: find out who made it, and remove it"
        )
        #expect(lines.suffix(2) == ["8", "same"])
    }

    @Test(arguments: impostors)
    func theClientLeavesAnImpostorAlone(impostor: String) throws {
        let lines = try MeatwareRoom.run(
            """
            \(impostor)
            show() { stat -c '%N %F %i %s' /run/meatware.pm01; cat $(find /run -name victim -type f); }
            show >/run/before </dev/null
            echo y | timeout 10 ${client[ours]} -c pm01 2>&1 || echo $?
            show </dev/null | diff /run/before - && echo same
            """)
        #expect(lines.count == 3 && lines[0].hasPrefix("meatclient: /run/meatware.pm01 "))
        #expect(lines.suffix(2) == ["8", "same"])
    }

    @Test func aFolderThatOthersMayWriteIsRefused() throws {
        let lines = try MeatwareRoom.run(
            """
            chmod 1777 /run
            ${stonith[ours]} -t meatware hostlist=pm01 -T reset pm01 2>&1 || echo $?
            ls /run
            """)
        #expect(lines[1].hasPrefix("ERROR: others may write to /run") && lines.suffix(1) == ["8"])
    }

    @Test func nobodyAnswersInTime() throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01 --timeout 1
            asked
            ls /run
            grep -c 'nobody confirmed in time' $said
            """)
        #expect(lines == ["stonith 6", "said", "1"])
    }

    @Test(arguments: ["HUP", "TERM", "KILL"])
    func whoeverAsksGoesAway(signal: String) throws {
        let lines = try MeatwareRoom.run(
            """
            ask ours pm01
            kill -\(signal) $asking
            $wait_until '[ ! -e /run/meatware.pm01 ]' && echo removed
            """)
        #expect(lines == ["removed"])
    }

    @Test func theClientWaitsForADevice() throws {
        let lines = try MeatwareRoom.run(
            """
            mkfifo -m 600 /run/meatware.pm01
            echo y | ${client[ours]} -c pm01 -w >$answered 2>&1 &
            client_pid=$!
            $wait_until "grep -q '^[.][.]' $answered"
            ask ours pm01
            wait $client_pid
            asked
            """)
        #expect(lines == ["stonith 0"])
    }

    @Test func theOtherActions() throws {
        let lines = try MeatwareRoom.run(
            """
            try() {
                local status=0
                timeout 10 ${stonith[ours]} -t meatware "$@" >$said 2>&1 || status=$?
                echo $status
            }
            try hostlist='a,B c' -l; tr '\\n' ' ' <$said; echo
            try hostlist=a -S
            try -S; try hostlist=', ' -S; try hostlist=../a -S
            try hostlist=a -T on a
            try hostlist=a -T reset b
            try hostlist=a -T off a --timeout 1; head -2 $said
            """)
        #expect(
            lines == [
                "0", "a b c ", "0", "1", "1", "1", "3", "4", "6",
                "WARN: OPERATOR INTERVENTION REQUIRED to power off a.",
                #"WARN: Run "meatclient -c a" AFTER powering off the machine."#,
            ])
    }
}
