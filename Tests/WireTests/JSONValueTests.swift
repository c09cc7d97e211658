import Foundation
import TestRig
import Testing
import Wire

@Suite struct JSONValueTests {
    private static let bounds = JSONValue.Bounds(bytesMax: 64 * 1024)

    private static func read(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSONValue {
        try JSONValue(reading: ArraySlice(bytes), bounds: bounds)
    }

    private static func error(_ bytes: some Sequence<UInt8>) -> JSONError? {
        do throws(JSONError) {
            _ = try read(bytes)
            return nil
        } catch { return error }
    }

    @Test func everyKindOfValueIsRead() throws {
        let text =
            #" {"b":[true , false,null],"a":{"n":-9223372036854775808,"d":1.50e+3},"s":"\u00e4\n\ud83d\ude00\/"} "#
        let value = try Self.read(text.utf8)
        #expect(
            value
                == .object([
                    .init("b", .array([.bool(true), .bool(false), .null])),
                    .init("a", .object([.init("n", .integer(.min)), .init("d", .decimal("1.50e+3"))])),
                    .init("s", .string("ä\n😀/")),
                ]))
        #expect(value["a"]?["n"] == .integer(.min))
        #expect(value["c"] == nil)
        #expect(try Self.read("9223372036854775808".utf8) == .decimal("9223372036854775808"))
    }

    @Test(arguments: [
        ("", JSONError.Reason.ended, 0), ("{\"a\":1", .ended, 6), ("[1,]", .unexpected(0x5D), 3),
        ("[1 2]", .unexpected(0x32), 3), ("{a:1}", .unexpected(0x61), 1), ("01", .unexpected(0x31), 1),
        ("-", .ended, 1), ("1.x", .badNumber, 2), ("1e", .ended, 2), ("+1", .unexpected(0x2B), 0),
        ("nul", .ended, 3), ("NaN", .unexpected(0x4E), 0), ("\"a\tb\"", .unexpected(0x09), 2),
        (#""\x""#, .badEscape, 1), (#""\u12G4""#, .badEscape, 1), (#""\ud800""#, .loneSurrogate, 1),
        (#""\udc00""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1),
        (#""\ud800\ud800""#, .loneSurrogate, 1), (#"{"a":1,"a":2}"#, .nameTwice("a"), 7),
        (#"{"a":1,"\u0061":2}"#, .nameTwice("a"), 7), ("{} {}", .unexpected(0x7B), 3),
        ("\u{FEFF}{}", .unexpected(0xEF), 0), ("[[[[[[[[[1]]]]]]]]]", .tooDeep, 8),
        ("// c\n1", .unexpected(0x2F), 0), ("'a'", .unexpected(0x27), 0),
    ])
    func whatIsWrongAndWhereIsSaid(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(Self.error(text.utf8) == JSONError(reason, offset: offset))
    }

    @Test func offsetsCountFromTheBeginningOfASlice() {
        let bytes = Array("xxx[1,]".utf8)
        #expect(throws: JSONError(.unexpected(0x5D), offset: 3)) {
            try JSONValue(reading: bytes[3...], bounds: Self.bounds)
        }
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]])
    func textThatIsNotUTF8IsRefused(bytes: [UInt8]) {
        #expect(Self.error([0x22] + bytes + [0x22]) == JSONError(.notUTF8, offset: 0))
    }

    @Test func theBoundsHold() throws {
        let bounds = JSONValue.Bounds(bytesMax: 10, depthMax: 2)
        #expect(
            try JSONValue(reading: ArraySlice(Array("[[1234567]".utf8)) + [0x5D], bounds: .init(bytesMax: 11)) != .null)
        #expect(throws: JSONError(.tooLong, offset: 10)) {
            try JSONValue(reading: ArraySlice(Array("\"123456789\"".utf8)), bounds: bounds)
        }
        #expect(throws: JSONError(.tooDeep, offset: 2)) {
            try JSONValue(reading: ArraySlice(Array("[[{}]]".utf8)), bounds: bounds)
        }
    }

    /// A reader that compares each name with each other one would need minutes for it.
    @Test func manyNamesAreReadInLinearTime() throws {
        let text = "{" + (0..<100_000).map { "\"n\($0)\":\($0)" }.joined(separator: ",") + "}"
        let start = DispatchTime.now()
        guard
            case .object(let members) = try JSONValue(
                reading: ArraySlice(Array(text.utf8)), bounds: .init(bytesMax: 4 << 20))
        else { return #expect(Bool(false), "not an object") }
        #expect(members.count == 100_000)
        #expect(Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9 < 20)
    }

    // MARK: Against Foundation

    private static let seeds = [
        #"{"verb":"fence","id":"a1","node":"pm01","timeout_ms":5000,"self":true,"x":[1,-2.5e10,null,{"y":[]}]}"#,
        #"["\u00e4\ud83d\ude00\"\\\/\b\f\n\r\t","",[[],{}],0,-0,1E5,0.1]"#, "  [ true,false , null ]\r\n\t", #""ä€😀""#,
        "17",
        #"{"":{"":{"":[0]}}}"#,
    ]
    private static let inserts = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "\\u", "d83d", "0", "-", ".", "e", "1", " ",
    ]

    private static func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((seeds.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.remove(at: place)
            case 1: bytes[place] = UInt8.random(in: 1...255, using: &generator)
            case 2: bytes.insert(contentsOf: (inserts.randomElement(using: &generator) ?? "").utf8, at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    /// What Foundation makes of it, as our type; nil where it refuses.
    private static func peer(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    private static func same(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: theirs is NSNull
        case .bool(let truth): theirs as? Bool == truth
        case .integer(let number): (theirs as? NSNumber)?.int64Value == number
        case .decimal(let text): (theirs as? NSNumber)?.doubleValue == Double(text)
        case .string(let text): (theirs as? String).map { Array($0.utf8) } == Array(text.utf8)
        case .array(let values):
            (theirs as? [Any]).map { $0.count == values.count && zip(values, $0).allSatisfy(same) } ?? false
        case .object(let members):
            (theirs as? [String: Any]).map { object in
                object.count == members.count
                    && members.allSatisfy { member in object[member.name].map { same(member.value, $0) } ?? false }
            } ?? false
        }
    }

    /// Foundation lets the last of several members of one name win, knows no depth of 8, and takes a comma behind the
    /// last element, which RFC 8259 does not.
    private static func isFoundationsOwn(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
        switch error.reason {
        case .nameTwice, .tooDeep: true
        case .unexpected(UInt8(ascii: "]")), .unexpected(UInt8(ascii: "}")):
            bytes[..<error.offset].last { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: ",")
        default: false
        }
    }

    @Test func foundationTakesAndRefusesTheSame() {
        var generator = SeededGenerator(seed: 8259)
        var taken = 0
        for _ in 0..<20_000 {
            let bytes = Self.mutated(&generator)
            let theirs = Self.peer(bytes)
            do throws(JSONError) {
                let ours = try Self.read(bytes)
                taken += 1
                guard let theirs, Self.same(ours, theirs) else {
                    Issue.record("taken: \(String(decoding: bytes, as: UTF8.self)) \(bytes)")
                    continue
                }
            } catch {
                if theirs == nil || Self.isFoundationsOwn(error, bytes) { continue }
                Issue.record("\(error): \(String(decoding: bytes, as: UTF8.self)) \(bytes)")
            }
        }
        #expect((4000...16_000).contains(taken))
    }
}
