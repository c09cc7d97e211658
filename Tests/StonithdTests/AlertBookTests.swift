import ClusterModel
import Testing

@testable import stonithd

/// The words of alerts.
@Suite struct AlertBookTests {
    private let book: AlertBook
    private let pm01: NodeName

    init() throws {
        book = AlertBook(node: try #require(NodeName("pm02")))
        pm01 = try #require(NodeName("pm01"))
    }

    private func record(_ verdict: FencingVerdict?, _ action: AgentAction = .reset) throws -> FencingRecord {
        let request = FencingRequest(
            id: try #require(RequestID("r1")), target: pm01, action: action, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 1), client: "a client")
        var record = FencingRecord(request: request, executor: book.node, arrivedUnixMilliseconds: 0)
        record.verdict = verdict
        return record
    }

    @Test(arguments: [
        (FencingVerdict.Outcome.fenced, nil, "OK", Int32(0)), (.poweredOn, nil, "OK", 0),
        (.failed, FencingVerdict.Cause.levelsFailed, "Error", 5), (.failed, .timeUp, "Timed Out", 124),
        (.held, nil, "Held", 111), (.unknown, nil, "Unknown", 112), (.refused, .ownNode, "Refused", 107),
    ])
    func eachOutcomeHasItsWords(
        outcome: FencingVerdict.Outcome, cause: FencingVerdict.Cause?, word: String, code: Int32
    ) throws {
        let verdict = FencingVerdict(outcome, cause: cause, text: "why")
        let message = try #require(book.message(.closed(try record(verdict))))
        #expect(message.kind == .fencing && message.node == pm01 && message.task == "reboot")
        #expect(message.status == outcome.rawValue && message.code == code)
        #expect(message.text == "Operation reboot of pm01 by pm02 for a client@pm02: \(word) (why) (ref=r1)")
    }

    @Test func anOpenRequestIsNoOutcome() throws { #expect(book.message(.closed(try record(nil))) == nil) }

    @Test func whatIsOfThisNodeSaysSo() throws {
        for event in [AlertBook.Event.deviceBroken("d", "x"), .deviceWorks("d"), .journalBroken("x"), .journalWorks] {
            let message = try #require(book.message(event))
            #expect(message.kind == .node && message.node == book.node && message.task.isEmpty)
        }
        for event in [AlertBook.Event.blocked(pm01, "x"), .unblocked(pm01), .personNeeded(pm01, device: "m")] {
            let message = try #require(book.message(event))
            #expect(message.kind == .fencing && message.node == pm01)
        }
    }

    @Test func theEnvironmentIsOneLineEach() throws {
        let message = try #require(
            book.message(.blocked(pm01, "first\nsecond\u{1B}[1m" + String(repeating: "x", count: 9999))))
        let recipient = AlertConfiguration.Recipient(
            value: "root", attributes: [Parameter(name: "a", value: Secret("b"))], timestampFormat: "%s")
        let words = message.environment(for: recipient, AlertMoment(seconds: 7, microseconds: 42), number: 3)
        let text = Dictionary(words.map { ($0.name, $0.value.reveal()) }) { first, _ in first }
        #expect(text["CRM_alert_desc"]?.hasPrefix("pm01 is not fenced: first second [1mx") == true)
        #expect((text["CRM_alert_desc"] ?? "").utf8.count <= 4096)
        #expect(text["CRM_alert_timestamp_epoch"] == "7" && text["CRM_alert_timestamp_usec"] == "000042")
        #expect(text["CRM_alert_timestamp"] == "7" && text["CRM_alert_node_sequence"] == "3")
        #expect(text["CRM_alert_recipient"] == "root" && text["a"] == "b" && text["CRM_alert_kind"] == "fencing")
    }

    @Test(arguments: [
        ("%N", "012345"), ("%06N", "012345"), ("%03N", "012"), ("%1N", "0"), ("%09N", "012345"), ("%%N", "%N"),
        ("a%%%02N", "a%01"), ("%s.%N", "9.012345"), ("%", "%"), ("", ""),
    ])
    func partsOfASecond(format: String, text: String) {
        #expect(AlertMoment(seconds: 9, microseconds: 12_345).text(format) == text)
    }

    // MARK: Bounds

    @Test func fourRunAndSixtyFourWait() {
        var queue = AlertQueue()
        let run = AlertQueue.Run(environment: [], timeoutMilliseconds: 1)
        let begun = (0..<4).filter { _ in queue.add(run) && queue.next() != nil }
        let waiting = (0..<65).filter { _ in queue.add(run) }
        let isFull = queue.next() == nil
        #expect(begun.count == 4 && waiting.count == 64 && isFull && queue.dropped == 1)
        queue.ended()
        let next = [queue.next() != nil, queue.next() != nil, queue.add(run)]
        #expect(next == [true, false, true])
    }

    /// Four run at once: one that began before the program was mended may end after one that worked.
    @Test func anEndThatComesLateIsNoNews() {
        var queue = AlertQueue()
        let news = [1, 3, 2, 4].map { queue.isNews($0) }
        #expect(news == [true, true, false, true])
    }

    @Test func aDeviceThatStaysBrokenIsToldOnce() {
        var health = DeviceHealth()
        let power = DeviceKind.power(evidenceMax: .readBack)
        let bad = AgentOutcome(code: .timeout, text: "no answer")
        let cancelled = AgentOutcome(code: .oops, text: "", cause: "cancelled")
        let told = [
            health.heard("d", power, bad), health.heard("d", power, bad), health.heard("e", power, cancelled),
            health.heard("h", .check, AgentOutcome(code: .resetFail, text: "alive")),
            health.heard("d", power, AgentOutcome(code: .ok)), health.heard("d", power, AgentOutcome(code: .ok)),
        ]
        #expect(told == [.deviceBroken("d", "no answer"), nil, nil, nil, .deviceWorks("d"), nil])
    }
}
