import ClusterModel
import Control
import Testing

@Suite struct DaemonMessageTests {
    private static func decode(_ text: String) throws(ControlError) -> DaemonMessage? {
        try DaemonMessage(decoding: ArraySlice(Array(text.utf8)))
    }

    @Test(arguments: Samples.messages)
    func whatIsEncodedIsDecoded(message: DaemonMessage) throws {
        let line = message.encoded()
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(try DaemonMessage(decoding: line.dropLast()) == message)
    }

    @Test(arguments: [Samples.record, Samples.openRecord])
    func aRecordComesBackFromItsLine(record: FencingRecord) throws {
        #expect(try FencingRecord(decoding: record.json.bytes.dropLast()) == record)
    }

    @Test func doneSaysTheExitStatusAndTheRequestOnce() throws {
        let event = FencingEvent(
            id: Samples.id("r1"), node: Samples.node("pm01"), unixMilliseconds: 7, leftMilliseconds: 0,
            .done(Samples.record))
        let text = String(decoding: DaemonMessage.event(event).encoded(), as: UTF8.self)
        #expect(text.hasPrefix(#"{"event":"done","id":"r1","node":"pm01","time":7,"left_ms":0,"action":"reset","#))
        #expect(text.contains(#""exit":0,"#))
        #expect(text.contains(#""user":"root","terminal":"pts/0","manner":"forced","life":["its power is on"]"#))
    }

    @Test func anUnknownEventIsSkippedAndAnUnknownCodeKept() throws {
        #expect(try Self.decode(#"{"event":"witnessed","id":7}"#) == nil)
        let error = try Self.decode(#"{"event":"error","code":"moon","text":"full"}"#)
        #expect(error == .error(ControlError(ControlError.Code(rawValue: "moon"), "full")))
    }

    /// What is not understood must never pass for a fenced node.
    @Test func anUnknownOutcomeIsRefused() throws {
        let line = String(decoding: Samples.record.json.bytes, as: UTF8.self)
        for outcome in ["nearly", "", "Fenced"] {
            let changed = line.replacing(#""outcome":"fenced""#, with: #""outcome":"\#(outcome)""#)
            #expect(throws: ControlError.self) { try FencingRecord(decoding: ArraySlice(changed.utf8).dropLast()) }
        }
    }

    @Test func everyCutOfEveryMessageIsRefused() {
        for message in Samples.messages {
            let line = message.encoded().dropLast()
            for end in stride(from: 0, to: line.count, by: line.count > 500 ? 7 : 1) {
                #expect(throws: ControlError.self) { try DaemonMessage(decoding: line[..<end]) }
            }
        }
    }
}
