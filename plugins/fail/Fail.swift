import CStonithPlugin
import Glibc
import PluginKit

/// `fail`: does on request what no plugin should. For tests of what must contain it; never installed.
///
/// What it does is its parameter `how`; what must be wrong before any action, the environment variable
/// STONITH_FAIL_TABLE.
private let table = PluginTable(
    type: "fail", kind: STONITH_KIND_POWER, evidenceMax: STONITH_EVIDENCE_ACCEPTED,
    deviceID: "device that fails on request", text: "For the toolkit's own tests.", url: "stonith(8)",
    parameters: [
        .init(
            "how", flags: .listed, "What to do",
            "crash, hang, spin, deaf, flood, shout, exit, orphans, nonsense, forge, lie, bare, cancel, pid or tell."),
        .init("key", flags: .secret, "What to tell", "With how=tell it is in all that is said."),
    ],
    act: { request, reply in
        guard let call = PluginCall(request, reply) else { return Int32(STONITH_S_OOPS.rawValue) }
        return Fail.misbehave(call)
    })

private enum Fail {
    static func misbehave(_ call: PluginCall) -> Int32 {
        switch call.parameter("how") {
        case "crash": raise(SIGSEGV)
        case "hang": while true { pause() }
        case "spin": spin()
        case "deaf": ignoreEverything()
        case "flood": flood()
        case "shout": while true { call.say(STONITH_SAY_WARNING, String(repeating: "x", count: 1000)) }
        case "exit": exit(3)
        case "orphans": leaveChildren()
        case "nonsense":
            scribble([UInt8](repeating: 0xFF, count: 4096))
            _exit(0)
        case "forge": scribble(forgery)
        case "lie": return 4711
        case "bare": return Int32(STONITH_S_OK.rawValue)
        case "pid": call.say(STONITH_SAY_TEXT, "\(getpid())")
        case "tell": return tell(call)
        case "cancel":
            call.say(STONITH_SAY_PROGRESS, "waiting")
            while !call.isCancelled { usleep(1000) }
            return call.fail(STONITH_S_OOPS, "cancelled", "stopped as asked")
        default: break
        }
        return call.succeed(STONITH_EVIDENCE_ACCEPTED)
    }

    /// Its secret parameter, in every way in which something can be said. A cause is a word of the plugin's own.
    private static func tell(_ call: PluginCall) -> Int32 {
        let secret = call.parameter("key") ?? ""
        for saying in [
            STONITH_SAY_PROGRESS, STONITH_SAY_TEXT, STONITH_SAY_WARNING, STONITH_SAY_HOST, STONITH_SAY_IDENTITY,
            STONITH_SAY_LIFE,
        ] { call.say(saying, "it is \(secret)") }
        print("printed: \(secret)")
        return call.fail(STONITH_S_ACCESS, "told", "told \(secret)")
    }

    private static func spin() -> Never { while true { _ = getppid() } }

    /// Does not heed SIGTERM, and leaves its process group.
    private static func ignoreEverything() -> Never {
        signal(SIGTERM, SIG_IGN)
        setsid()
        while true { pause() }
    }

    private static func flood() -> Never {
        let line = String(repeating: "flood ", count: 1000) + "\n"
        while true { line.withCString { _ = write(STDOUT_FILENO, $0, strlen($0)) } }
    }

    /// A child in the group, and a grandchild in a session of its own whose parent is gone. Both put their number into
    /// the file that the environment names, so that a test can look for them.
    private static func leaveChildren() {
        note(startProcess { while true { pause() } })
        let parent = startProcess {
            setsid()
            note(startProcess { while true { pause() } })
            _exit(0)
        }
        waitpid(parent, nil, 0)
    }

    private static func startProcess(_ body: () -> Void) -> pid_t {
        let pid = processCopy()
        if pid == 0 {
            body()
            _exit(0)
        }
        return pid
    }

    /// fork(2), which Swift's Glibc module marks unavailable: this process has one thread.
    private static func processCopy() -> pid_t {
        typealias Fork = @convention(c) () -> pid_t
        guard let symbol = dlsym(nil, "fork") else { return -1 }
        return unsafeBitCast(symbol, to: Fork.self)()
    }

    private static func note(_ pid: pid_t) {
        guard let path = getenv("STONITH_FAIL_PIDS"), let file = fopen(path, "a") else { return }
        fputs("\(pid)\n", file)
        fclose(file)
    }

    /// Writes over the pipe on which results travel, whatever its number is.
    private static func scribble(_ bytes: [UInt8]) {
        for descriptor in Int32(3)..<64 { _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }
    }

    /// Whole frames that no honest action sends: a saying without its text, one whose text is longer than its frame,
    /// and a result with an ending that is none.
    private static let forgery: [UInt8] =
        frame(18, [0, 0, 0, 1]) + frame(18, [0, 0, 0, 1, 0, 0, 0, 9]) + frame(19, [0, 0, 0, 77] + zeros(16))

    private static func frame(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, 0, 0, UInt8(9 + payload.count), kind] + zeros(8) + payload
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    static func lyingTable(_ lie: String) -> UnsafePointer<stonith_plugin>? {
        let copy = UnsafeMutablePointer<stonith_plugin>.allocate(capacity: 1)
        copy.initialize(to: table.pointer.pointee)
        switch lie {
        case "small": copy.pointee.size = 8
        case "huge": copy.pointee.size = UInt32.max
        case "kind": copy.pointee.kind = 3
        case "evidence": copy.pointee.evidence_max = 4
        case "old":  // as it was before it had a kind; what lies behind its end must not be looked at
            copy.pointee.size = UInt32(MemoryLayout<stonith_plugin>.offset(of: \.kind) ?? 0)
            copy.pointee.kind = 99
            copy.pointee.evidence_max = 99
        case "abi": copy.pointee.abi = 99
        case "parameters": copy.pointee.parameter_size = 3
        case "null": return nil
        case "crash": raise(SIGSEGV)
        case "hang": while true { pause() }
        default: break
        }
        return UnsafePointer(copy)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func stonith_plugin_entry() -> UnsafePointer<stonith_plugin>? {
    getenv("STONITH_FAIL_TABLE").map { Fail.lyingTable(String(cString: $0)) } ?? table.pointer
}
