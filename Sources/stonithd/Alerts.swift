import ClusterModel
import NIOCore
import Runtime
import Wire

/// Runs the programs that are told what happens, each run in a process of its own. Nothing waits for them.
final class Alerts {
    private final class Line {
        let loaded: LoadedAlert
        let server: AgentServer
        var queue = AlertQueue()
        /// What was said of it last, so that a program that fails all the time says so once.
        var isFailing = false
        var isDropping = false

        init(_ loaded: LoadedAlert, _ server: AgentServer) {
            self.loaded = loaded
            self.server = server
        }

        var id: String { loaded.configuration.id }
    }

    private let book: AlertBook
    private let program: String
    private let loop: any EventLoop
    private let say: (LogLine) -> Void
    private var lines: [Line] = []
    /// Configured, and not to be run: the log says why.
    private var unusable: [String] = []
    /// No longer configured, and still at work.
    private var retired: [Line] = []
    private var runs: [UInt64: Line] = [:]
    private var count: UInt64 = 0
    private var sequence: Int64 = 0
    /// What this turn of the loop has told, so that a hundred joined requests are told once.
    private var told: [AlertBook.Message] = []
    private var blocked: Set<NodeName> = []
    private var whenIdle: (() -> Void)?

    /// - Parameter program: path of `stonith-exec`.
    init(node: NodeName, program: String, on loop: any EventLoop, say: @escaping (LogLine) -> Void) {
        book = AlertBook(node: node)
        self.program = program
        self.loop = loop
        self.say = say
    }

    /// Takes the alerts of a configuration in place of those before. What runs goes on.
    func apply(_ alerts: [LoadedAlert]) {
        let before = lines
        unusable = alerts.filter { $0.problem != nil }.map(\.configuration.id)
        lines = alerts.compactMap { loaded in
            if let problem = loaded.problem {
                say(LogLine(.error, "alert \(loaded.configuration.id) cannot run: \(problem)"))
            }
            guard let path = loaded.program else { return nil }
            return before.first { $0.loaded == loaded } ?? line(loaded, path)
        }
        retired += before.filter { old in !lines.contains { $0 === old } }
        closeRetired()
    }

    private func line(_ loaded: LoadedAlert, _ path: String) -> Line? {
        guard let type = DeviceType.script("alert.\(loaded.configuration.id)") else { return nil }
        let server = AgentServer(
            .script(path), type: type, program: program, keptIn: nil, on: loop, listener: self)
        let line = Line(loaded, server)
        line.server.start()
        return line
    }

    private func closeRetired() {
        for line in retired where line.queue.isIdle { line.server.close() }
        retired.removeAll { $0.queue.isIdle }
    }

    // MARK: Telling

    func tell(_ event: AlertBook.Event) {
        guard !lines.isEmpty, let message = book.message(event), isNew(message) else { return }
        let moment = AlertMoment.now()
        for line in lines where line.loaded.configuration.kinds.contains(message.kind) {
            for recipient in line.loaded.configuration.recipients { add(message, recipient, moment, line) }
            runNext(line)
        }
    }

    /// - Parameter text: why nobody could fence it; nil when it is not blocked.
    func found(_ node: NodeName, isBlockedBy text: String?) {
        if let text {
            if blocked.insert(node).inserted { tell(.blocked(node, text)) }
        } else if blocked.remove(node) != nil {
            tell(.unblocked(node))
        }
    }

    /// Requests that ended together differ in who asked and in their id only.
    private func isNew(_ message: AlertBook.Message) -> Bool {
        if told.isEmpty { loop.assumeIsolated().execute { self.told = [] } }
        let isOld = told.contains { old in
            (old.kind, old.node, old.task, old.status) == (message.kind, message.node, message.task, message.status)
                && (message.kind == .fencing || old.text == message.text)
        }
        if !isOld { told.append(message) }
        return !isOld
    }

    private func add(
        _ message: AlertBook.Message, _ recipient: AlertConfiguration.Recipient, _ moment: AlertMoment, _ line: Line
    ) {
        sequence += 1
        let environment = message.environment(for: recipient, moment, number: sequence)
        let run = AlertQueue.Run(environment: environment, timeoutMilliseconds: recipient.timeoutMilliseconds)
        guard !line.queue.add(run), !line.isDropping else { return }
        line.isDropping = true
        say(LogLine(.warning, "alert \(line.id) is too slow: it is not told everything any more"))
    }

    private func runNext(_ line: Line) {
        while let run = line.queue.next() {
            count += 1
            runs[count] = line
            let order = ExecRequest.Order(
                action: .status, target: "",
                deadlineMilliseconds: Instant.now().adding(milliseconds: run.timeoutMilliseconds).milliseconds,
                parameters: run.environment)
            line.server.begin(count, order)
        }
    }

    // MARK: What becomes of it

    /// What an operator should know.
    var warnings: [String] {
        unusable.map { "alert \($0) cannot run (see the log)" }
            + lines.compactMap { line in
                let (id, dropped) = (line.id, line.queue.dropped)
                if line.isFailing { return "alert \(id) fails (see the log)" }
                return dropped > 0 ? "alert \(id) was not told of \(dropped) events: it is too slow" : nil
            }
    }

    private func heard(_ line: Line, _ outcome: AgentOutcome) {
        let isFailing = outcome.code != .ok
        guard isFailing != line.isFailing else { return }
        line.isFailing = isFailing
        let secrets = line.loaded.configuration.recipients.flatMap(\.attributes).filter { Parameter.isSecret($0.name) }
        var shown = outcome
        shown.redact(secrets.map(\.value))
        say(
            isFailing
                ? LogLine(.warning, "alert \(line.id) (\(line.loaded.configuration.path)) failed: \(shown.text)")
                : LogLine(.info, "alert \(line.id) works again"))
    }

    private func caughtUp(_ line: Line) {
        guard line.queue.isIdle, line.isDropping else { return }
        line.isDropping = false
        say(LogLine(.warning, "alert \(line.id) was not told of \(line.queue.dropped) events so far"))
    }

    // MARK: The end

    private static let endMilliseconds: Int64 = 2000

    /// Calls back when everything is told, or in two seconds.
    func finish(_ whenIdle: @escaping () -> Void) {
        guard !runs.isEmpty else { return whenIdle() }
        guard self.whenIdle == nil else { return }
        self.whenIdle = whenIdle
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.endMilliseconds)) { self.end() }
    }

    private func end() {
        guard let whenIdle else { return }
        self.whenIdle = nil
        whenIdle()
    }

    func close() {
        for line in lines + retired { line.server.close() }
        lines = []
        retired = []
    }
}

extension Alerts: AgentServer.Listener {
    func ready(_ server: AgentServer) {}

    func unusable(_ server: AgentServer, _ reason: String) {
        guard let line = lines.first(where: { $0.server === server }) else { return }
        if !line.isFailing { say(LogLine(.warning, "alert \(line.id) is started again: \(reason)")) }
        line.isFailing = true
    }

    func unkept(_ server: AgentServer, _ path: String) {}

    func began(_ action: UInt64, pid: Int32) {}

    func progress(_ action: UInt64, _ text: String) {}

    func ended(_ action: UInt64, _ outcome: AgentOutcome) {
        guard let line = runs.removeValue(forKey: action) else { return }
        line.queue.ended()
        if line.queue.isNews(action) { heard(line, outcome) }
        runNext(line)
        caughtUp(line)
        if !retired.isEmpty { closeRetired() }
        if runs.isEmpty { end() }
    }
}
