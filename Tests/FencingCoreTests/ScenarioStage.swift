import ClusterModel
import FencingCore
import FencingRig

/// A core on a made-up clock, driven by the directives of a scenario.
///
///     node pm02 · devices, topology (a line each below) · seed 7 · most 4096 (open requests)
///     limits [storm=100/600s] [loop=10/3600s]
///     fence r1 pm01 [reset|off|on] [timeout=60s] [min=read-back] [self]
///     cancel r1 · confirm pm01 [alone] [answered|typed|forced]
///     began DEVICE PID · ended DEVICE CODE [EVIDENCE] · advance 10s
///     examine 1 DEVICE status [timeout=10s] · stop 10s · status
///     journal slow · journal written|not · lost DEVICE · release [pm01]
///     crash [keeps|loses DEVICE…] [after=1s] [tail=1], devices of a new configuration below
///     brief before a directive: how many effects of which kind, instead of the effects
struct ScenarioStage {
    var setup: FencingSetup
    var core: FencingCore?
    private(set) var seed = Seed(1)
    private(set) var openRequests = FencingCore.openRequestsDefault
    var now = Instant(milliseconds: 0)
    private var lines: [String] = []
    /// Whether orders wait for the directive that says they are written.
    private var isJournalSlow = false
    var unwritten: [ActionID] = []
    /// The actions that run, by device.
    var running: [String: ActionID] = [:]
    /// All that ever began.
    private(set) var begun: Set<ActionID> = []
    var journal: JournalModel?

    init() throws { setup = FencingSetup(localNode: try ScenarioLine.node("pm02"), devices: []) }

    /// What came of the directives, one line each, and the state at the end.
    mutating func play(_ directives: [String]) throws -> [String] {
        lines = []
        for line in ScenarioLine.lines(directives) { try play(line) }
        return lines + [state]
    }

    private mutating func play(_ line: ScenarioLine) throws {
        let before = lines.count
        try carryOut(line)
        if line.isBrief { lines = lines[..<before] + Self.counts(lines[before...]) }
    }

    private mutating func carryOut(_ line: ScenarioLine) throws {
        switch line.word {
        case "node", "devices", "topology", "limits", "seed", "most": try configure(line)
        case "fence": try fence(line)
        case "cancel": send(.cancelled(try line.request(0), by: "root"))
        case "confirm": try confirm(line)
        case "began": send(.began(try action(line), pid: Int32(try line.text(1)) ?? 0))
        case "ended": try end(line)
        case "advance": advance(to: now.adding(milliseconds: try ScenarioLine.milliseconds(line.text(0))))
        case "examine": try examine(line)
        case "journal": try journal(line)
        case "crash": try crash(line)
        case "lost": try lose(line)
        case "release": send(.released(line.words.isEmpty ? nil : try line.node(0), by: "root"))
        case "stop": send(.stopping(now.adding(milliseconds: try ScenarioLine.milliseconds(line.text(0)))))
        case "status": lines += ScenarioStatus.lines(core ?? FencingCore(setup, seed: seed))
        default: throw ScenarioLine.Mistake(description: "there is no directive \(line.word)")
        }
    }

    // MARK: Directives

    private mutating func configure(_ line: ScenarioLine) throws {
        switch line.word {
        case "node": setup.localNode = try line.node(0)
        case "limits":
            setup.limits = FenceLimits(storm: try line.limit("storm"), loop: try line.limit("loop"))
        case "seed": seed = Seed(UInt64(try line.text(0)) ?? 0)
        case "most": openRequests = Int(try line.text(0)) ?? 0
        case "devices":
            setup.devices = try line.below.map { try ScenarioDevice.device($0, localNode: setup.localNode) }
        default: setup.topology = try line.below.map(ScenarioDevice.level)
        }
        if core != nil { send(.configured(setup)) }
    }

    /// The id `c1-200` stands for c1 to c200.
    private mutating func fence(_ line: ScenarioLine) throws {
        let node = try line.node(1)
        let action = try line.action(2) ?? .reset
        let minimum = Evidence.allCases.first { $0.word == line.values["min"] } ?? .silent
        let deadline = now.adding(milliseconds: try line.milliseconds("timeout", or: 60_000))
        for id in try Self.ids(line) {
            let request = FencingRequest(
                id: id, target: node, action: action, minimumEvidence: minimum, deadline: deadline,
                allowsSelf: line.has("self"))
            send(.requested(request, unixMilliseconds: now.milliseconds))
        }
    }

    private static func ids(_ line: ScenarioLine) throws -> [RequestID] {
        let text = try line.text(0)
        let parts = text.split(separator: "-")
        guard parts.count == 2, let first = parts.first?.dropFirst(), let low = Int(first), let high = Int(parts[1])
        else { return [try line.request(0)] }
        return (low...high).compactMap { RequestID("\(text.prefix(1))\($0)") }
    }

    private mutating func confirm(_ line: ScenarioLine) throws {
        let manner: Confirmation.Manner =
            line.has("forced") ? .forced : line.has("answered") ? .answered : .typed
        let confirmation = Confirmation(user: "root", terminal: "pts/0", manner: manner)
        let node = try line.node(0)
        send(.confirmed(node, confirmation, standsAlone: line.has("alone"), unixMilliseconds: now.milliseconds))
    }

    private func action(_ line: ScenarioLine) throws -> ActionID {
        guard let id = running[try line.text(0)] else {
            throw ScenarioLine.Mistake(description: "nothing runs on \(try line.text(0))")
        }
        return id
    }

    private mutating func end(_ line: ScenarioLine) throws {
        let id = try action(line)
        let word = try line.text(1)
        guard let code = OperationCode.allCases.first(where: { $0.word == word }) else {
            throw ScenarioLine.Mistake(description: "\(word) is no code; ok, reset-fail, unknown and so on are")
        }
        let evidence = Evidence.allCases.first { line.words.dropFirst(2).first == $0.word } ?? .none
        running[try line.text(0)] = nil
        send(.ended(id, AgentOutcome(code: code, evidence: evidence, cause: line.values["cause"])))
    }

    private mutating func journal(_ line: ScenarioLine) throws {
        let word = try line.text(0)
        isJournalSlow = word == "slow"
        let written = unwritten
        unwritten = []
        for id in written { send(.persisted(id, isDurable: word == "written")) }
    }

    private mutating func lose(_ line: ScenarioLine) throws {
        let id = try action(line)
        running[try line.text(0)] = nil
        send(.ended(id, AgentOutcome(code: .unknown, cause: AgentOutcome.lostCause)))
    }

    private mutating func examine(_ line: ScenarioLine) throws {
        let examination = Examination(
            number: UInt64(try line.text(0)) ?? 0, device: try line.text(1), action: try line.action(2) ?? .status,
            target: line.words.count > 3 ? try line.node(3) : nil,
            deadline: now.adding(milliseconds: try line.milliseconds("timeout", or: 10_000)))
        send(.examine(examination))
    }

    /// Wakes the core at each of its deadlines up to then.
    private mutating func advance(to moment: Instant) {
        while let deadline = core?.deadline, deadline <= moment {
            now = max(now, deadline)
            send(.woke)
        }
        now = moment
    }

    // MARK: What comes of them

    mutating func send(_ event: FencingEvent) {
        if core == nil { core = FencingCore(setup, seed: seed, openRequests: openRequests) }
        if journal == nil { journal = JournalModel(setup) }
        var written: [ActionID] = []
        defer { for id in written { send(.persisted(id, isDurable: true)) } }
        let effects = core?.handle(event, at: now) ?? []
        journal?.write(event, effects, at: now)
        for effect in effects {
            if case .begin(let order) = effect {
                running[order.device] = order.id
                begun.insert(order.id)
            }
            if case .persist(let order) = effect {
                guard isJournalSlow else {
                    written.append(order.id)
                    continue
                }
                unwritten.append(order.id)
            }
            if let text = EffectText.line(effect) { lines.append("\(EffectText.time(now)) \(text)") }
        }
    }

    private var state: String { "\(EffectText.time(now)) = " + ScenarioStatus.summary(core) }

    /// `199 joined`, by the last or first word that tells the kind.
    private static func counts(_ lines: ArraySlice<String>) -> [String] {
        var kinds: [String] = []
        for line in lines {
            let words = line.split(separator: " ").dropFirst()
            let detail = line.components(after: ": ").split(separator: " ").first.map(String.init) ?? ""
            kinds.append(words.first.map { "\($0) \(detail)" } ?? "")
        }
        var seen: [String] = []
        for kind in kinds where !seen.contains(kind) { seen.append(kind) }
        return seen.map { kind in "\(kinds.count { $0 == kind }) × \(kind)" }
    }
}

extension String {
    fileprivate func components(after separator: String) -> Substring {
        range(of: separator).map { self[$0.upperBound...] } ?? ""
    }
}
