import ClusterModel
import Control
import Testing

@Suite struct ControlRequestTests {
    private static func decode(_ text: String) throws(ControlError) -> ControlRequest {
        try ControlRequest(decoding: ArraySlice(Array(text.utf8)))
    }

    private static func error(_ text: String) -> ControlError? {
        do throws(ControlError) {
            _ = try decode(text)
            return nil
        } catch { return error }
    }

    @Test(arguments: Samples.requests)
    func whatIsEncodedIsDecoded(request: ControlRequest) throws {
        let line = request.encoded()
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(try ControlRequest(decoding: line.dropLast()) == request)
    }

    @Test func theSmallestFenceTakesTheDefaults() throws {
        let request = try Self.decode(#"{"verb":"fence","id":"a1","node":"PM01","later":[1.5,{"x":null}]}"#)
        let order = try #require(Samples.order(request))
        #expect(order.node.description == "pm01")
        #expect(order.action == nil)
        #expect(order.minimumEvidence == .silent)
        #expect(!order.allowsSelf)
        #expect(order.timeoutMilliseconds == nil)
        #expect(order.notAfter == nil)
        #expect(request.tag == nil)
    }

    @Test(
        arguments: [
            ("", "bad-json", nil), ("{", "bad-json", nil), ("[]", "bad-json", nil),
            ("{\"verb\":\"status\"} x", "bad-json", nil),
            ("{}", "bad-value", "verb"), (#"{"verb":1}"#, "bad-value", "verb"),
            (#"{"verb":"reboot"}"#, "unknown-verb", nil),
            (#"{"verb":"fence","node":"a"}"#, "bad-value", "id"),
            (#"{"verb":"fence","id":"a b","node":"a"}"#, "bad-value", "id"),
            (#"{"verb":"fence","id":"a"}"#, "bad-value", "node"),
            (#"{"verb":"fence","id":"a","node":"../x"}"#, "bad-value", "node"),
            (#"{"verb":"fence","id":"a","node":"a","action":"status"}"#, "bad-value", "action"),
            (#"{"verb":"fence","id":"a","node":"a","minimum_evidence":"none"}"#, "bad-value", "minimum_evidence"),
            (#"{"verb":"fence","id":"a","node":"a","self":"true"}"#, "bad-value", "self"),
            (#"{"verb":"fence","id":"a","node":"a","reason":"a\u000ab"}"#, "bad-value", "reason"),
            (#"{"verb":"fence","id":"a","node":"a","reason":"a\u009bb"}"#, "bad-value", "reason"),
            (#"{"verb":"fence","id":"a","node":"a","timeout_ms":0}"#, "bad-value", "timeout_ms"),
            (#"{"verb":"fence","id":"a","node":"a","timeout_ms":1.5}"#, "bad-value", "timeout_ms"),
            (#"{"verb":"fence","id":"a","node":"a","timeout_ms":86400001}"#, "bad-value", "timeout_ms"),
            (#"{"verb":"fence","id":"a","node":"a","not_after":-1}"#, "bad-value", "not_after"),
            (#"{"verb":"cancel"}"#, "bad-value", "id"), (#"{"verb":"inspect"}"#, "bad-value", "node"),
            (#"{"verb":"confirm","node":"a","manner":"guessed"}"#, "bad-value", "manner"),
            (#"{"verb":"confirm","node":"a","manner":"typed","terminal":"\u001b[2J"}"#, "bad-value", "terminal"),
            (#"{"verb":"history","limit":0}"#, "bad-value", "limit"), (#"{"verb":"monitor"}"#, "bad-value", "device"),
            (#"{"verb":"status","tag":7}"#, "bad-value", "tag"),
            (#"{"verb":"status","verb":"fence"}"#, "bad-json", nil),
        ] as [(String, String, String?)])
    func whatIsWrongIsNamed(line: String, code: String, member: String?) throws {
        let error = try #require(Self.error(line))
        #expect(error.code.rawValue == code)
        #expect(error.member == member)
        #expect(!error.text.isEmpty)
    }

    @Test func anErrorCarriesTheVerbAndTheTag() throws {
        let error = try #require(Self.error(#"{"tag":"t7","verb":"cancel","id":7}"#))
        #expect(error.verb == "cancel")
        #expect(error.tag == "t7")
        #expect(error.text == #""id" must be a string"#)
        let unknown = try #require(Self.error(#"{"tag":"t8","verb":"shoot"}"#))
        #expect(unknown.tag == "t8")
    }

    @Test func boundsAreThoseOfTheContract() throws {
        func fence(reason: Int) -> String {
            #"{"verb":"fence","id":"a","node":"a","reason":"\#(String(repeating: "r", count: reason))"}"#
        }
        #expect(Self.error(fence(reason: 1024)) == nil)
        #expect(Self.error(fence(reason: 1025))?.member == "reason")
        #expect(Self.error(String(repeating: " ", count: 64 * 1024) + "{}")?.code == .tooLong)
        let deep = { (depth: Int) in
            #"{"verb":"status","x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                + "}"
        }
        #expect(Self.error(deep(7)) == nil)
        #expect(Self.error(deep(8))?.code == .badJSON)
    }
}
