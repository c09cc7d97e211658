import CibXML
import ClusterModel
import ClusterReport
import ClusterSimulation
import CrmSyntax
import Glibc
import Scheduler

/// One run of crm_simulate: reads, makes up, schedules, carries out, shows.
struct SimulationSession {
    private let invocation: SimulateInvocation
    private var report: SimulationReport
    private var cib = CIB()
    /// Seconds since 1970.
    private var now = 0

    init(_ invocation: SimulateInvocation) {
        self.invocation = invocation
        report = SimulationReport(invocation)
    }

    /// What was found out before something went wrong is shown too.
    func run() throws(ToolFailure) {
        var session = self
        do throws(ToolFailure) {
            try session.work()
        } catch {
            if !invocation.asJSON { try? session.show() }
            throw error
        }
        try session.show()
    }

    private mutating func work() throws(ToolFailure) {
        if !invocation.failures.isEmpty, !invocation.simulates { warn("-F has no effect without -S") }
        let target = try inPlace()
        let lock = try target?.lock()
        defer { lock?.release() }
        cib = try Self.read(invocation.source)
        let source = target != nil || invocation.outputFile != nil ? cib : nil
        try setTime()
        if invocation.injections.isEmpty, invocation.needsSchedule {
            try save(cib, to: invocation.inputFile)
            let schedule = try schedule()
            if invocation.showsParts { report.before = ClusterStatus(schedule.conditions, of: cib) }
            try use(schedule)
        } else {
            if invocation.showsParts { report.before = try status(showsPending: true) }
            try makeUp()
            try save(cib, to: invocation.inputFile)
            if invocation.needsSchedule { try use(try schedule()) }
        }
        guard let source else { return }
        let result = try counted(after: source)
        try save(result, to: invocation.outputFile)
        if let target { try target.replace(with: result) }
    }

    /// The file that the result is written over.
    private func inPlace() throws(ToolFailure) -> CIBFile? {
        guard invocation.storesInPlace else { return nil }
        let path = try Self.path(invocation.source)
        guard path != "-" else { throw .misuse("--in-place needs a file to write to: -x FILE, not the standard input") }
        let file = CIBFile(path: path)
        guard !file.isStore else {
            throw .misuse("\(path) is kept as Pacemaker keeps its own, without a status: write to another with -O FILE")
        }
        return file
    }

    private func show() throws(ToolFailure) {
        let bytes = Array((invocation.asJSON ? report.json.text : report.text).utf8)
        guard let path = invocation.answerFile else {
            Terminal.answer(bytes)
            return
        }
        try Self.write(bytes, to: path)
    }

    // MARK: What comes in

    /// One that its schema forbids is refused, with all that is wrong.
    static func read(_ source: SimulateInvocation.Source) throws(ToolFailure) -> CIB {
        let path = try path(source)
        let name = path == "-" ? "standard input" : path
        let mayBePipe = source != .none
        let bytes = path == "-" ? try ConfigureFile.bytes(path) : try CIBFile(path: path).bytes(mayBePipe: mayBePipe)
        let reading: CIBReading
        do throws(CIBError) { reading = try CIBReading(bytes) } catch {
            throw ToolFailure("\(name): \(error.text)", .badData)
        }
        guard reading.hasMistakes else { return reading.document.cib }
        for finding in reading.findings {
            for line in finding.rendered(file: name).split(separator: "\n") {
                Terminal.write(Array("\(Terminal.plain(String(line)))\n".utf8), to: STDERR_FILENO)
            }
        }
        throw ToolFailure("\(name): this configuration cannot be used; see above", .badConfiguration)
    }

    private static func path(_ source: SimulateInvocation.Source) throws(ToolFailure) -> String {
        switch source {
        case .file(let path): return path
        case .pipe: return "-"
        case .none:
            guard let path = getenv("CIB_file").map({ String(cString: $0) }), !path.isEmpty else {
                throw ToolFailure("no cluster runs here to be looked at; give its CIB with -x FILE", .unavailable)
            }
            return path
        }
    }

    private mutating func setTime() throws(ToolFailure) {
        if let text = invocation.date {
            guard let seconds = ISODate.seconds(text) else {
                throw .misuse("\(text) is no time; write 2026-01-31 12:00:00Z, or 2026-01-31T12:00:00+09:00")
            }
            now = seconds
            report.timeNotice = "Setting effective cluster time: \(text)"
        } else if let seconds = cib.attributes["execution-date"].flatMap({ Int($0) }), seconds > 0 {
            now = seconds
            report.timeNotice = "Using the original execution date of: \(ISODate.text(seconds))"
        } else {
            now = time(nil)
        }
    }

    // MARK: What is made of it

    /// - Parameter showsPending: as 2.1.5 does before a transition, and not after it.
    private func status(showsPending: Bool) throws(ToolFailure) -> ClusterStatus {
        var complaints: [Complaint] = []
        do throws(Refusal) {
            let conditions = try ClusterConditions(cib, at: now, digest: MD5.hex, complaints: &complaints)
            return ClusterStatus(conditions, of: cib, showsPending: showsPending)
        } catch {
            throw ToolFailure(error.description, .badConfiguration)
        }
    }

    private mutating func makeUp() throws(ToolFailure) {
        guard !invocation.injections.isEmpty else { return }
        do throws(InjectionError) {
            report.modifications = try invocation.injections.apply(to: &cib, at: now)
            invocation.injections.doubts(about: cib.configuration).forEach(warn)
        } catch {
            throw ToolFailure(error.text, error.isAboutNames ? .noSuch : .usage)
        }
    }

    private func schedule() throws(ToolFailure) -> Schedule {
        let detail: ScoreDetail =
            invocation.subject != nil ? .origins : invocation.showsScores ? .lines : .none
        do throws(Refusal) {
            let schedule = try Schedule(cib, at: now, detail: detail, digest: MD5.hex)
            for complaint in schedule.complaints where isHeard(complaint) {
                Terminal.complain("crm_simulate", complaint.line)
            }
            return schedule
        } catch {
            throw ToolFailure(error.description, .badConfiguration)
        }
    }

    private func warn(_ text: String) { Terminal.complain("crm_simulate", "warning: \(text)") }

    private func isHeard(_ complaint: Complaint) -> Bool {
        switch complaint.level {
        case .error: true
        case .warning: invocation.verbosity > 0
        case .notice: invocation.verbosity > 1
        }
    }

    private mutating func use(_ schedule: Schedule) throws(ToolFailure) {
        if invocation.showsScores { report.scores = ScoreReport(schedule) }
        if let path = invocation.graphFile { try Self.write(Array(GraphXML(schedule, of: cib).text.utf8), to: path) }
        if let path = invocation.dotFile {
            let dot = GraphDot(schedule, showsAll: invocation.showsAllActions)
            try Self.write(Array(dot.text.utf8), to: path)
        }
        if invocation.showsParts { report.changes = ChangeReport(schedule) }
        try explain(schedule)
        if invocation.simulates { try carryOut(schedule) }
    }

    private mutating func explain(_ schedule: Schedule) throws(ToolFailure) {
        guard let subject = invocation.subject else { return }
        guard let explanation = Explanation(of: subject, in: schedule, cib.configuration) else {
            let near = NearestName.of(subject, among: schedule.conditions.resources.map(\.id))
            throw ToolFailure("there is no resource \(subject)" + (near.map { "; \($0)?" } ?? ""), .noSuch)
        }
        report.explanation = explanation
        report.constraints = quotation(of: explanation.constraints)
    }

    /// As they are configured, a line each or more.
    private func quotation(of ids: [String]) -> [Substring] {
        let text = try? CrmWriter(cib.configuration, hidesPasswords: true).text(of: ids)
        return ids.isEmpty ? [] : (text ?? "").split(separator: "\n")
    }

    /// Shown is what 2.1.5 shows; saved is what a cluster would have, which differs where it takes histories away.
    private mutating func carryOut(_ schedule: Schedule) throws(ToolFailure) {
        try checkFailures(schedule.conditions)
        let source = cib
        let run = run(schedule, on: source, .asPacemaker)
        for failure in run.unmatched {
            warn("-F \(failure.text) failed nothing: the transition has no such operation")
        }
        cib = run.cib
        if invocation.showsParts {
            report.steps = run.steps
            report.after = try status(showsPending: false)
        }
        guard run.isComplete else {
            throw ToolFailure("Transition failed: terminated: \(Self.obstacle(run, schedule))", .error)
        }
        if run.leavesTraces, invocation.storesInPlace || invocation.outputFile != nil {
            cib = self.run(schedule, on: source, .asCluster).cib
        }
    }

    /// As in 2.1.5 the rest of a transition waits for ever, also where it makes no circle.
    private static func obstacle(_ run: TransitionRun, _ schedule: Schedule) -> String {
        let stuck = run.undone.compactMap { synapse in synapse.missing.first.map { (synapse.action, $0) } }.first
        guard let (action, missing) = stuck else { return "actions of it wait for each other" }
        let fencing = schedule.conditions.options.fencingAction
        let keys = [action, missing].map { schedule.actions.key(of: $0, fencingAction: fencing) }
        return "\(keys[0]) waits for \(keys[1]), which cannot be done"
    }

    /// A failure that cannot come would look like one that does no harm.
    private func checkFailures(_ conditions: ClusterConditions) throws(ToolFailure) {
        for failure in invocation.failures {
            let ids = conditions.resources.map(\.id)
            guard ids.contains(where: { $0 == failure.resource || $0.hasPrefix("\(failure.resource):") }) else {
                let near = NearestName.of(failure.resource, among: ids)
                throw ToolFailure(InjectionError.noSuchResource(failure.resource, near: near).text, .noSuch)
            }
            let names = conditions.nodes.map(\.name)
            guard names.contains(failure.node) else {
                let near = NearestName.of(failure.node, among: names)
                throw ToolFailure(InjectionError.noSuchNode(failure.node, near: near).text, .noSuch)
            }
        }
    }

    private func run(_ schedule: Schedule, on cib: CIB, _ manner: TransitionRun.Manner) -> TransitionRun {
        TransitionRun(schedule, on: cib, at: now, manner: manner, failing: invocation.failures, digest: MD5.hex)
    }

    // MARK: What goes out

    /// With a version of its own, as a cluster would give it.
    private func counted(after source: CIB) throws(ToolFailure) -> CIB {
        let isConfiguration = cib.configuration != source.configuration
        guard isConfiguration || cib.nodeStates != source.nodeStates else { return cib }
        var result = cib
        do throws(CIBError) {
            result.version = try CIBVersion(reading: cib.attributes).counted(isConfiguration: isConfiguration)
        } catch {
            throw ToolFailure(error.text, .badConfiguration)
        }
        return result
    }

    private func save(_ cib: CIB, to path: String?) throws(ToolFailure) {
        if let path { try Self.write(CIBWriter.write(cib), to: path) }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(ToolFailure) {
        do throws(FileBytes.Failure) { try FileBytes.write(bytes, to: path) } catch {
            throw ToolFailure(writing: error)
        }
    }
}

extension InjectionError {
    /// It names something that is not there, rather than being badly written.
    var isAboutNames: Bool {
        switch self {
        case .noSuchResource, .noSuchNode, .noPrimitive: true
        case .malformed, .noBoolean: false
        }
    }
}

extension Complaint {
    var line: String {
        let word =
            switch level {
            case .error: "error"
            case .warning: "warning"
            case .notice: "notice"
            }
        return "\(word): \(place.isEmpty ? "" : "\(place): ")\(text)"
    }
}
