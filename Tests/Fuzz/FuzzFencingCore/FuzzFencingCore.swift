import ClusterModel
import FencingCore
import FencingRig
import FuzzDriver

/// Bytes read as events for FencingCore, watched by the checker of the random-event test.
///
/// The first byte is the seed of the configuration; then an event is its kind and what it needs, a byte each.
struct FuzzFencingCore {
    private var bytes: ArraySlice<UInt8>
    private var core: FencingCore
    private var checker: FencingChecker
    private var plan: Seed
    private var now = Instant(milliseconds: 0)
    private var running: [ActionOrder] = []
    private var examined: UInt64 = 0
    private var journal: JournalModel
    private var greatest: UInt64 = 0
    private var crashes: UInt64 = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.dropFirst()
        plan = Seed(UInt64(bytes.first ?? 0))
        let setup = WorldPlan.setup(&plan)
        core = FencingCore(setup, seed: Seed(1), openRequests: 8)
        checker = FencingChecker(setup)
        journal = JournalModel(setup)
    }

    mutating func run() {
        while !bytes.isEmpty { step() }
        drain()
        checker.finish(core)
        check()
    }

    private func check() {
        if let violation = checker.violation { preconditionFailure(violation) }
    }

    private mutating func byte() -> Int { Int(bytes.popFirst() ?? 0) }

    private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[byte() % choices.count] }

    private mutating func send(_ event: FencingEvent) {
        checker.happens(event, at: now)
        let effects = core.handle(event, at: now)
        journal.write(event, effects, at: now)
        checker.answers(effects, deadline: core.deadline)
        for case .begin(let order) in effects {
            greatest = max(greatest, order.id.number)
            running.append(order)
        }
        check()
        for case .persist(let order) in effects {
            greatest = max(greatest, order.id.number)
            send(.persisted(order.id, isDurable: order.id.number % 3 > 0))
        }
    }

    private mutating func step() {
        switch byte() % 12 {
        case 0..<3: request()
        case 3..<6: end()
        case 6: advance(by: Int64(byte()) * 20)
        case 7: if let deadline = core.deadline { wake(deadline) }
        case 8: if let id = RequestID("r\(byte() % 16)") { send(.cancelled(id, by: "root")) }
        case 9: confirm()
        case 10: examine()
        default: disturb()
        }
    }

    private mutating func wake(_ deadline: Instant) {
        now = max(now, deadline)
        send(.woke)
    }

    private mutating func advance(by milliseconds: Int64) {
        let moment = now.adding(milliseconds: milliseconds)
        while let deadline = core.deadline, deadline <= moment { wake(deadline) }
        now = max(now, moment)
    }

    private mutating func request() {
        guard let id = RequestID("r\(byte() % 16)") else { return }
        let spans: [Int64] = [0, 1, 60, 5000, 30_000, 60_000, 700_000]
        let request = FencingRequest(
            id: id, target: pick(WorldPlan.names), action: pick([.reset, .reset, .off, .on]),
            minimumEvidence: pick(Evidence.allCases), deadline: now.adding(milliseconds: pick(spans)),
            allowsSelf: byte() % 2 == 0)
        send(.requested(request, unixMilliseconds: 0))
    }

    private mutating func end() {
        guard !running.isEmpty else { return }
        let order = running.remove(at: byte() % running.count)
        let code = pick([OperationCode.ok, .ok, .ok, .unknown, .timeout, .resetFail])
        let cause = code == .unknown && byte() % 2 == 0 ? AgentOutcome.lostCause : nil
        send(.ended(order.id, AgentOutcome(code: code, evidence: pick(Evidence.allCases), cause: cause)))
    }

    private mutating func confirm() {
        let confirmation = Confirmation(user: "root", terminal: "", manner: .forced)
        send(.confirmed(pick(WorldPlan.names), confirmation, standsAlone: byte() % 2 == 0, unixMilliseconds: 0))
    }

    private mutating func examine() {
        guard !core.setup.devices.isEmpty else { return }
        let device = pick(core.setup.devices)
        examined += 1
        let examination = Examination(
            number: examined, device: device.id, action: .status, target: nil,
            deadline: now.adding(milliseconds: Int64(byte()) * 40 + 1))
        send(.examine(examination))
    }

    private mutating func disturb() {
        switch byte() % 5 {
        case 4: crash()
        case 0: send(.configured(WorldPlan.setup(&plan)))
        case 1: send(.ended(ActionID(1 << 60), AgentOutcome(code: .ok, evidence: .readBack)))
        case 2: if let order = running.last { send(.began(order.id, pid: 1)) }
        default: send(.stopping(now.adding(milliseconds: Int64(byte()) * 100)))
        }
    }

    /// The daemon is lost with some of its agents, and the next one reads all of the journal.
    private mutating func crash() {
        crashes += 1
        now = now.adding(milliseconds: Int64(byte()) * 100)
        let setup = byte() % 4 == 0 ? WorldPlan.setup(&plan) : core.setup
        let replay = JournalReplay(journal.entries)
        checker.crash(journal.entries, journal.history, setup, at: now)
        core = journal.core(setup, replay, seed: Seed(1 + crashes), openRequests: 8, firstAction: greatest + 1)
        let resumptions = replay.resumptions(at: now)
        let unended = resumptions.flatMap(\.unended)
        running = running.filter { order in unended.contains { $0.id == order.id } && byte() % 3 > 0 }
        send(.resumed(resumptions))
        checker.resumed(deadline: core.deadline)
        for order in unended where !running.contains(where: { $0.id == order.id }) {
            send(.ended(order.id, AgentOutcome(code: .unknown, cause: AgentOutcome.lostCause)))
        }
        check()
    }

    /// Everything that runs fails, until nothing is left: nobody may be left waiting.
    private mutating func drain() {
        var steps = 0
        while !running.isEmpty || core.deadline != nil {
            steps += 1
            precondition(steps < 100_000, "it never comes to rest")
            if let order = running.popLast() {
                send(.ended(order.id, AgentOutcome(code: .timeout)))
            } else if let deadline = core.deadline {
                wake(deadline)
            }
        }
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var run = FuzzFencingCore(ArraySlice(UnsafeBufferPointer(start: bytes, count: min(count, 4096))))
    run.run()
    return 0
}

@c(FuzzFencingCore_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
