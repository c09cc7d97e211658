import ClusterModel
import Control
import FencingCore
import Testing
import Wire

@testable import stonithd

/// What a daemon that starts makes of a journal that it reads from the middle of a run on.
@Suite struct JournalReadingTests {
    private static let book = JournalBook(run: "0123456789abcdef", boot: "this-boot")

    private func node(_ name: String) throws -> NodeName { try #require(NodeName(name)) }

    private func request(_ id: String, _ name: String) throws -> JSONLine {
        let request = FencingRequest(
            id: try #require(RequestID(id)), target: try node(name), action: .reset, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 60_000))
        let fact = FencingFact(target: request.target, requests: [request.id], kind: .accepted(request))
        return try #require(Self.book.entry(fact, at: Instant(milliseconds: 1), unixMilliseconds: 1))
    }

    private func level(_ id: String, _ name: String) throws -> JSONLine {
        let fact = FencingFact(
            target: try node(name), requests: [try #require(RequestID(id))],
            kind: .levelBegan(number: 1, of: 1, devices: ["d"]))
        return try #require(Self.book.entry(fact, at: Instant(milliseconds: 1), unixMilliseconds: 1))
    }

    private func read(_ lines: [JSONLine]) throws -> JournalReading {
        var reading = JournalReading(boot: "this-boot")
        var entries: [(kind: String, body: JSONValue)] = []
        for line in lines {
            let body = try JSONValue(reading: line.bytes.dropLast(), bounds: .init(bytesMax: 65536, depthMax: 16))
            guard case .string(let kind)? = body["kind"] else { throw ControlError(.badValue, "no kind") }
            entries.append((kind, body))
        }
        for entry in entries { reading.learn(entry.kind, entry.body) }
        for entry in entries { reading.take(entry.kind, entry.body) }
        reading.finish()
        return reading
    }

    /// A run that said long ago that it starts says now and then of which boot it is.
    @Test func theStartIsNotAmongWhatIsRead() throws {
        let reading = try read([request("early", "pm01"), Self.book.configuration("one"), request("late", "pm03")])
        #expect(reading.strange == 0)
        #expect(reading.lost.isEmpty, "nothing of this boot is given up")
        #expect(JournalReplay(reading.entries).resumptions(at: Instant(milliseconds: 2)).count == 2)
    }

    @Test func anotherBootStaysAnother() throws {
        let other = JournalBook(run: Self.book.run, boot: "the-boot-before")
        let reading = try read([request("early", "pm01"), other.configuration("one")])
        #expect(reading.entries.isEmpty && reading.lost.map(\.request.id.description) == ["early"])
    }

    /// A level is taken up again in the configuration in which it began, and in no other.
    @Test func eachLevelBelongsToAConfiguration() throws {
        let reading = try read([
            Self.book.start(node: node("pm02"), pid: 7, configuration: "one"),
            request("a", "pm01"), level("a", "pm01"), Self.book.configuration("two"),
            request("b", "pm03"), level("b", "pm03"),
        ])
        #expect(reading.configurations == [try node("pm01"): "one", try node("pm03"): "two"])
    }

    /// An edited number must not keep the daemon from starting.
    @Test(arguments: [Int64.min, .max]) func aTimeThatCannotBe(milliseconds: Int64) throws {
        let request = FencingRequest(
            id: try #require(RequestID("r")), target: try node("pm01"), action: .reset, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 60_000))
        var record = FencingRecord(
            request: request, executor: try node("pm02"), arrivedUnixMilliseconds: milliseconds)
        record.verdict = FencingVerdict(.fenced, evidence: .accepted, text: "it is off")
        record.milliseconds = milliseconds
        let fact = FencingFact(target: request.target, requests: [request.id], kind: .closed(record))
        let line = try #require(Self.book.entry(fact, at: Instant(milliseconds: 1), unixMilliseconds: 1))
        let reading = try read([Self.book.configuration("one"), line])
        let known = try #require(reading.records.first)
        #expect(reading.fences.count == 1 && known.arrivedUnixMilliseconds >= 0)
        let (_, isBeyond) = known.arrivedUnixMilliseconds.addingReportingOverflow(known.milliseconds ?? 0)
        #expect(!isBeyond)
    }

    /// The journal tells that an on only let the node in again: the next daemon still leaves it off (F9). What was
    /// written before there was such a word, says that it was powered on.
    @Test(arguments: [true, false]) func anOnThatSwitchedNoPower(isAccessOnly: Bool) throws {
        var on = FencingVerdict(.poweredOn, evidence: .readBack, text: "access read back")
        on.isAccessOnly = isAccessOnly
        let reading = try read([
            Self.book.configuration("one"),
            closed("r1", .off, FencingVerdict(.fenced, evidence: .readBack, text: "off")), closed("r2", .on, on),
        ])
        var configuration = DeviceConfiguration(id: "d", type: try #require(DeviceType("external/ipmi")))
        configuration.targets = .listed([try node("pm01")])
        let device = FencingDevice(
            configuration, kind: .power(evidenceMax: .readBack), learntTargets: [], localNode: try node("pm02"))
        let setup = FencingSetup(localNode: try node("pm02"), devices: [device])
        var core = FencingCore(setup, seed: Seed(1), history: reading.records)
        let request = try fencing("r3", .reset)
        let effects = core.handle(.requested(request, unixMilliseconds: 3), at: Instant(milliseconds: 3))
        let orders = effects.compactMap { effect in
            if case .persist(let order) = effect { order } else { nil }
        }
        #expect(orders.map(\.leavesOff) == [isAccessOnly])
    }

    private func fencing(_ id: String, _ action: AgentAction) throws -> FencingRequest {
        FencingRequest(
            id: try #require(RequestID(id)), target: try node("pm01"), action: action, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 60_000))
    }

    private func closed(_ id: String, _ action: AgentAction, _ verdict: FencingVerdict) throws -> JSONLine {
        var record = FencingRecord(
            request: try fencing(id, action), executor: try node("pm02"), arrivedUnixMilliseconds: 1)
        record.milliseconds = 1
        record.verdict = verdict
        let fact = FencingFact(
            target: record.request.target, requests: [record.request.id], kind: .closed(record))
        return try #require(Self.book.entry(fact, at: Instant(milliseconds: 2), unixMilliseconds: 2))
    }

    /// An end that is too long for an entry would leave its request open.
    @Test(arguments: [10, 2000]) func anEndThatIsTooLong(steps: Int) throws {
        let request = FencingRequest(
            id: try #require(RequestID("r")), target: try node("pm01"), action: .reset, minimumEvidence: .silent,
            deadline: Instant(milliseconds: 60_000))
        var record = FencingRecord(request: request, executor: try node("pm02"), arrivedUnixMilliseconds: 1)
        let text = String(repeating: "x", count: 1000)
        for level in 1...steps {
            var step = FencingRecord.Step(level: level, device: "d", type: "null", action: .reset, startMilliseconds: 0)
            step.text = text
            record.steps.append(step)
        }
        record.verdict = FencingVerdict(.failed, text: steps > 1000 ? String(repeating: text, count: 2000) : text)
        let fact = FencingFact(target: request.target, requests: [request.id], kind: .closed(record))
        let line = try #require(Self.book.entry(fact, at: Instant(milliseconds: 1), unixMilliseconds: 1))
        #expect(line.bytes.count < 1 << 20)
        let known = try #require(try read([Self.book.configuration("one"), line]).records.first)
        #expect(known.verdict?.outcome == .failed && known.steps.count == (steps > 1000 ? 0 : steps))
    }
}
