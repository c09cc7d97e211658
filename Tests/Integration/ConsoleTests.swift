import Foundation
import TestRig
import Testing

/// The serial console of a node, over LAN, from ipmi_sim: `stonith console`, and what two clients that know nothing of
/// this project see there.
@Suite(.waiting) struct ConsoleTests {
    private let bmc: SimulatedBMC
    private let serial: SerialPort
    private let folder: TemporaryFolder

    init() throws {
        bmc = try SimulatedBMC("127.45.\(UInt8.random(in: 1...99)).\(UInt8.random(in: 1...250))", hasSerial: true)
        serial = try #require(bmc.serial)
        folder = try TemporaryFolder()
        let device = Primitive.ipmi("st-pm01", bmc, "workaround_flags=\"\(ConsoleRig.workarounds)\"")
        try folder.write("stonith.crm", device, mode: 0o600)
    }

    private var file: String { folder.path("stonith.crm") }

    /// Says the text again and again, since a client has the console only after some time.
    private func says(_ text: String, until condition: () throws -> Bool) rethrows -> Bool {
        try eventually(withinSeconds: 20) {
            serial.write(text)
            return try eventually(withinSeconds: 0.3, condition)
        }
    }

    private func begin(_ words: [String], terminal: SerialPort? = nil, output: String = "out") throws -> RunningProcess
    {
        let command = ["console", "pm01", "-c", file] + words
        guard let terminal else {
            return try RunningProcess(Stage.shared.stonith, command, output: folder.path(output))
        }
        let line = ([Stage.shared.stonith] + command).joined(separator: " ")
        let inner = "stty -g; \(line); echo ended $?; stty -g"
        return try Self.begin(inner, at: terminal)
    }

    /// script(1) makes the terminal that the program has, and hands on what is typed at ours.
    private static func begin(_ command: String, at terminal: SerialPort) throws -> RunningProcess {
        try RunningProcess(
            "/bin/sh", ["-c", "exec script -qfc '\(command)' /dev/null <\(terminal.path) >\(terminal.path) 2>&1"])
    }

    private func output(_ name: String = "out") -> String { (try? folder.read(name)) ?? "" }

    // MARK: The rig

    /// Until what the node says has come to the terminal.
    private func beginAndSee(_ command: String, at terminal: SerialPort) throws -> RunningProcess {
        let client = try Self.begin(command, at: terminal)
        let isSeen = says("Kernel panic - not syncing\r\n") { terminal.text.contains("Kernel panic - not syncing") }
        #expect(isSeen, "\(terminal.text)")
        return client
    }

    @Test func ipmiconsoleAcceptsTheRig() throws {
        let terminal = try SerialPort(isRaw: false)
        let command =
            "ipmiconsole -h \(bmc.address):\(bmc.port) -u \(SimulatedBMC.user) -p \(SimulatedBMC.password) -I 3 "
            + "-W \(ConsoleRig.workarounds)"
        let client = try beginAndSee(command, at: terminal)
        terminal.write("sysrq\r")
        #expect(eventually { serial.text.contains("sysrq") })
        client.signal(SIGTERM)
    }

    @Test func ipmitoolAcceptsTheRig() throws {
        let terminal = try SerialPort(isRaw: false)
        let command =
            "ipmitool -I lanplus -C 3 -H \(bmc.address) -p \(bmc.port) -U \(SimulatedBMC.user) "
            + "-P \(SimulatedBMC.password) sol activate"
        let client = try beginAndSee(command, at: terminal)
        client.signal(SIGTERM)
    }

    // MARK: stonith console

    @Test func aPipeGetsPlainText() throws {
        let client = try begin([])
        #expect(says("\u{1B}[31mOops\u{1B}[0m: 0002 \u{7}\r\n") { output().contains("Oops: 0002 ^G\n") }, "\(output())")
        #expect(!output().contains("\u{1B}"))
        client.signal(SIGTERM)
        #expect(client.wait(seconds: 10) == 0, "\(output())")
    }

    @Test func aTerminalIsWiredThroughAndPutRightAtTheEnd() throws {
        let terminal = try SerialPort(isRaw: false)
        let client = try begin([], terminal: terminal)
        #expect(says("pm01 login: ") { terminal.text.contains("pm01 login: ") }, "\(terminal.text)")
        terminal.write("root\r")
        #expect(eventually { serial.text.contains("root\r") })
        terminal.write("~.")
        #expect(client.wait(seconds: 15) != nil)
        #expect(terminal.text.contains("ended 0"), "\(terminal.text)")
        expectSameSettings(terminal.text)
    }

    /// `kill -9` of the program that has the console leaves a terminal as it was all the same.
    @Test func aTerminalIsPutRightWhenTheProgramIsKilled() throws {
        let terminal = try SerialPort(isRaw: false)
        let client = try begin([], terminal: terminal)
        #expect(says("pm01 login: ") { terminal.text.contains("pm01 login: ") }, "\(terminal.text)")
        _ = try ProcessRun.run("/usr/bin/pkill", ["-9", "-P", try parent(of: client)])
        #expect(client.wait(seconds: 15) != nil)
        #expect(terminal.text.contains("ended 5"), "\(terminal.text)")
        expectSameSettings(terminal.text)
    }

    /// The `stonith console` below a `script`.
    private func parent(of client: RunningProcess) throws -> String {
        var pid = "\(client.pid)"
        for _ in 0..<4 {
            let children = try ProcessRun.run("/usr/bin/pgrep", ["-P", pid]).output.split(separator: "\n")
            guard let child = children.first.map(String.init) else { break }
            let line = (try? String(contentsOfFile: "/proc/\(child)/comm", encoding: .utf8)) ?? ""
            if line == "stonith\n" { return child }
            pid = child
        }
        throw POSIXError(.ESRCH)
    }

    /// `stty -g` says the same before and after.
    private func expectSameSettings(_ text: String) {
        let lines = text.split { $0.isNewline }.filter { $0.count { $0 == ":" } > 20 }
        #expect(lines.count == 2 && lines.first == lines.last, "\(text)")
    }

    @Test func aConsoleInUseIsNotTakenUnlessThatIsWanted() throws {
        let first = try begin([], output: "first")
        #expect(says("one\r\n") { output("first").contains("one") }, "\(output("first"))")
        let refused = try Stage.shared.stonith(["console", "pm01", "-c", file])
        #expect(refused.status == 107)
        #expect(refused.errors.contains("is in use") && refused.errors.contains("--steal"), "\(refused.errors)")
        let thief = try begin(["--steal"], output: "thief")
        #expect(says("two\r\n") { output("thief").contains("two") }, "\(output("thief"))")
        for client in [first, thief] { client.signal(SIGTERM) }
        for client in [first, thief] { #expect(client.wait(seconds: 15) != nil) }
    }

    @Test func whatIsWrongIsSaid() throws {
        let none = try Stage.shared.stonith(["console", "pm09", "-c", file])
        #expect(none.status == 105 && none.errors.contains("no external/ipmi device for pm09"), "\(none.errors)")
        let text = Primitive.ipmi("i", bmc).replacingOccurrences(of: SimulatedBMC.password, with: "wrong")
        try folder.write(
            "wrong.crm",
            text.replacingOccurrences(
                of: "lanplus\"", with: "lanplus\" workaround_flags=\"\(ConsoleRig.workarounds)\""), mode: 0o600)
        let wrong = try Stage.shared.stonith(["console", "pm01", "-c", folder.path("wrong.crm")])
        #expect(wrong.status == 5 && wrong.errors.contains("refused the password"), "\(wrong.errors)")
        try folder.write(
            "old.crm", Primitive.ipmi("i", bmc).replacingOccurrences(of: "lanplus", with: "lan"), mode: 0o600)
        let old = try Stage.shared.stonith(["console", "pm01", "-c", folder.path("old.crm")])
        #expect(old.status == 5 && old.errors.contains("set interface=lanplus"), "\(old.errors)")
    }

    // MARK: The capturing program

    /// ipmi_sim, as some BMCs, does not say that a console was taken: a session that is silent is opened anew.
    @Test func aCaptureThatWasRobbedComesBack() throws {
        let ring = folder.path("ring")
        let command = """
            (printf 'hostname=pm01\\0ipaddr=\(bmc.address)\\0ipport=\(bmc.port)\\0userid=\(SimulatedBMC.user)\\0'
            printf 'passwd=\(SimulatedBMC.password)\\0interface=lanplus\\0'
            printf 'workaround_flags=\(ConsoleRig.workarounds)\\0\\0'; exec sleep 60) |
            exec \(Stage.shared.prefix)/lib/stonith/stonith-console --capture --renew 3 3<>\(ring)
            """
        let capture = try RunningProcess("/bin/sh", ["-c", command], output: folder.path("reports"))
        #expect(says("first\r\n") { output("ring").contains("first") }, "\(output("reports"))")
        let thief = try begin(["--steal"], output: "thief")
        #expect(says("second\r\n") { output("thief").contains("second") }, "\(output("thief"))")
        thief.signal(SIGTERM)
        #expect(thief.wait(seconds: 15) != nil)
        #expect(says("third\r\n") { output("ring").contains("third") }, "\(output("reports"))")
        kill(-capture.pid, SIGTERM)
    }
}

enum ConsoleRig {
    /// What ipmi_sim's serial over LAN needs; see Tests/rig/bmc-sim.
    static let workarounds = "opensesspriv,solchannelsupport,solpayloadsize"
}
