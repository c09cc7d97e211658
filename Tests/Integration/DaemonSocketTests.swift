import Foundation
import TestRig
import Testing

/// What comes at the socket that no honest client sends: it is refused, and the daemon fences afterwards as before.
@Suite(.waiting) struct DaemonSocketTests {
    private let daemon: RunningDaemon

    init() throws { daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70)) }

    private func expectFences(from place: SourceLocation = #_sourceLocation) throws {
        let (run, _) = try daemon.fence("pm01")
        #expect(run.status == 0, "\(run.output)", sourceLocation: place)
    }

    @Test(arguments: [
        (#"{"verb":"status""#, "bad-json"), ("status", "bad-json"), ("", "bad-json"), ("[]", "bad-json"),
        (#"{"verb":"reboot"}"#, "unknown-verb"), (#"{"verb":7}"#, "bad-value"), (#"{}"#, "bad-value"),
        (#"{"verb":"status","verb":"status"}"#, "bad-json"), ("{\"verb\":\"sta\u{0}tus\"}", "bad-json"),
        (#"{"verb":"fence","id":"a b","node":"pm01"}"#, "bad-value"),
        (#"{"verb":"fence","id":"a","node":"../pm01"}"#, "bad-value"),
        (#"{"verb":"fence","id":"a","node":"pm01","timeout_ms":1e99}"#, "bad-value"),
        (#"{"verb":"fence","id":"a","node":"pm01","timeout_ms":0}"#, "bad-value"),
        (#"{"verb":"fence","id":"a","node":"pm01","action":"list"}"#, "bad-value"),
        (#"{"verb":"fence","id":"a","node":"pm01","reason":"a\nb"}"#, "bad-value"),
        (String(repeating: "[", count: 30_000), "bad-json"),
        (
            #"{"verb":"status","x":"# + String(repeating: "[", count: 9) + String(repeating: "]", count: 9) + "}",
            "bad-json"
        ),
    ])
    func aBadLineIsAnsweredAndTheNextOneHeard(line: String, code: String) throws {
        let client = try daemon.connect()
        client.sendLine(line)
        let answer = try #require(client.readLine())
        #expect(answer.hasPrefix(#"{"event":"error""#) && answer.contains(#""code":"\#(code)""#), "\(answer)")
        client.sendLine(#"{"verb":"status","tag":"next","unknown":[1,{"a":null}]}"#)
        #expect(client.readLine()?.contains(#""tag":"next""#) == true)
    }

    @Test func bytesThatAreNoText() throws {
        let client = try daemon.connect()
        for bytes in [[0xFF, 0xFE, 0x80], [0], [0x7B, 0xC0, 0xAF, 0x7D], [UInt8](repeating: 0, count: 60_000)]
            as [[UInt8]]
        {
            client.send(bytes + [10])
            #expect(client.readLine()?.contains(#""code":"bad-json""#) == true)
        }
        try expectFences()
    }

    @Test func aLineWithoutEndIsCutOff() throws {
        let client = try daemon.connect()
        client.send([UInt8](repeating: 97, count: 70_000))
        #expect(client.readLine()?.contains(#""code":"too-long""#) == true)
        #expect(client.isClosed())
        let before = daemon.residentKiB
        let flood = try daemon.connect()
        let chunk = [UInt8](repeating: 97, count: 1 << 20)
        var isTaken = true
        for _ in 0..<64 where isTaken { isTaken = flood.send(chunk, seconds: 2) }
        #expect(!isTaken && flood.isClosed())
        #expect(daemon.residentKiB - before < 16_384)
        try expectFences()
    }

    @Test(arguments: [
        (#"{"verb":"status"}"#, "bad-value"), ("hello", "bad-json"),
        (#"{"hello":"stonith","versions":[2,99],"client":"x"}"#, "version"),
        (#"{"hello":"stonith","versions":[],"client":"x"}"#, "version"),
        (#"{"hello":"stonithd","versions":[1],"client":"x"}"#, "bad-value"),
    ])
    func withoutAGoodHelloNothing(line: String, code: String) throws {
        let client = try SocketClient(daemon.socket, greets: false)
        client.sendLine(line)
        client.sendLine(#"{"verb":"fence","id":"sneaked","node":"pm01"}"#)
        #expect(client.readLine()?.contains(#""code":"\#(code)""#) == true)
        #expect(client.isClosed())
        #expect(try !daemon.request(#"{"verb":"history"}"#).contains("sneaked"))
    }

    @Test func whoGoesInTheMiddleOfALineAsksNothing() throws {
        for part in ["", "{", #"{"verb":"fence","id":"half","node":"pm01"}"#] {
            let client = try daemon.connect()
            client.send(Array(part.utf8))
        }
        #expect(try !daemon.request(#"{"verb":"history"}"#).contains("half"))
        try expectFences()
    }

    /// More than it takes at once; those that were turned away are told so, and the daemon's own descriptors are left.
    @Test func aThousandClients() throws {
        let before = daemon.descriptors
        var clients: [SocketClient] = []
        for _ in 0..<1100 { clients.append(try SocketClient(daemon.socket, greets: false)) }
        let last = try #require(clients.last)
        #expect(last.readLine()?.contains(#""code":"busy""#) == true)
        #expect(last.isClosed())
        #expect(daemon.descriptors < 1100)
        clients = []
        #expect(eventually { daemon.descriptors <= before + 2 })
        try expectFences()
    }

    /// However many of those who may only read there are, and however much they ask, root's requests are heard.
    @Test(.enabled(if: Namespace.isAllowed, "needs root, to be somebody else")) func readersKeepNobodyOut() throws {
        let crowd = """
            import select, socket, sys
            held = []
            for _ in range(250):
                one = socket.socket(socket.AF_UNIX); one.connect(sys.argv[1]); one.setblocking(False); held.append(one)
                one.send(b'{"hello":"stonith","versions":[1],"client":"crowd"}\\n')
            more = [socket.socket(socket.AF_UNIX) for _ in range(600)]
            for one in more: one.connect(sys.argv[1])
            print("there", flush=True)
            while True:
                for one in held:
                    try: one.send(b'{"verb":"history"}\\n' * 500)
                    except OSError: pass
                select.select([], held, [], 1)
            """
        let output = daemon.folder.path("crowd.out")
        let process = try RunningProcess(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", crowd, daemon.socket],
            output: output)
        #expect(eventually { (try? daemon.folder.read("crowd.out").contains("there")) == true || process.isOver })
        #expect(!process.isOver)
        for _ in 1...3 {
            let (run, _) = try daemon.fence("pm01")
            #expect(run.status == 0 && run.milliseconds < 3000, "\(run)")
        }
        #expect(daemon.descriptors < 400 && daemon.residentKiB < 150_000)
    }

    @Test func whoNeverReadsIsCutOff() throws {
        for _ in 0..<40 { _ = try daemon.request(#"{"verb":"fence","id":"\#(UUID().uuidString)","node":"pm01"}"#) }
        let before = daemon.residentKiB
        let client = try daemon.connect()
        let burst = Array(String(repeating: "{\"verb\":\"history\"}\n", count: 500).utf8)
        for _ in 0..<20 where client.send(burst, seconds: 1) {}
        #expect(daemon.residentKiB - before < 32_768)
        try expectFences()
        #expect(client.isClosed())
    }

    @Test func aFloodOfRequestsInOneWrite() throws {
        let client = try daemon.connect()
        let lines = (0..<1000).map { #"{"verb":"fence","id":"flood-\#($0)","node":"pm01","reason":"flood"}"# }
        #expect(client.send(Array((lines.joined(separator: "\n") + "\n").utf8)))
        var done = 0
        while done < 1000, client.readLine(with: #"{"event":"done""#) != nil { done += 1 }
        #expect(done == 1000)
        #expect(daemon.log.count { $0.contains("sending fencing op") } <= 3)
        try expectFences()
    }

    @Test func aClientThatAsksTwiceHearsEachEventOnce() throws {
        let client = try daemon.connect()
        for _ in 0..<50 { client.sendLine(#"{"verb":"watch"}"#) }
        for _ in 0..<50 { #expect(client.readLine()?.contains(#""verb":"watch""#) == true) }
        try expectFences()
        client.sendLine(#"{"verb":"devices"}"#)
        var heard: [String] = []
        while let line = client.readLine(), !line.contains(#""verb":"devices""#) { heard.append(line) }
        #expect(heard.count { $0.hasPrefix(#"{"event":"done""#) } == 1)
    }
}
