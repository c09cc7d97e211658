import ClusterModel
import Control
import FencingCore
import Runtime
import Wire

/// What the daemon writes to its journal, and what waits for that.
extension FencingDaemon {
    /// An order that is in the journal, until its end is.
    struct WrittenOrder {
        var order: ActionOrder
        var at: Instant
    }

    /// Adds an entry to the journal.
    func note(_ line: JSONLine, durable: ((Bool) -> Void)? = nil) {
        let bytes = line.bytes
        unstatedBytes += bytes.count
        log.journal(bytes, durable: durable)
    }

    /// Says anew which boot and configuration this is: when that changes, and now and then, since a daemon that starts
    /// reads the journal's end only.
    func stateRun() {
        unstatedBytes = 0
        note(journal.configuration(loaded.digest))
    }

    private static let unstatedBytesMax = 1024 * 1024

    /// Persist before act: the order begins when the journal holds it, or when it is plain that it will not in time.
    func persist(_ order: ActionOrder) {
        guard let step = core.step(of: order.id), let requests = core.requests(of: order.id)?.requests else {
            // It was withdrawn in the same breath; should it not be, it must not wait.
            return post(.persisted(order.id, isDurable: false))
        }
        let now = Instant.now()
        written[order.id] = WrittenOrder(order: order, at: now)
        note(journal.begin(order, step, requests: requests, at: now)) { self.post(.persisted(order.id, isDurable: $0)) }
    }

    /// Its fork server keeps what came of an action until that is on disk.
    ///
    /// - Parameter outcome: with the secrets taken out.
    func recordEnd(_ action: ActionID, _ outcome: AgentOutcome) {
        guard let written = written.removeValue(forKey: action) else { return forget(action) }
        let line = journal.end(written.order, outcome, began: written.at, at: .now())
        note(line) { isDurable in
            if isDurable { self.forget(action) } else { self.unforgotten.append(action) }
        }
    }

    private func forget(_ action: ActionID) {
        registry.forget(action)
        forgetKept(action)
    }

    func journalChanged(_ state: JournalState) {
        say(LogBook.line(state))
        guard state.isDurable else { return }
        // What was lost may have been just that.
        if state.lostEntries > 0 { stateRun() }
        let actions = unforgotten
        unforgotten = []
        for action in actions { forget(action) }
    }

    /// What is taken back, what rests on a person's word, and what was not even tried, is answered only when no daemon
    /// after this one can go on with it.
    func record(_ fact: FencingFact) {
        if case .accepted = fact.kind, unstatedBytes > Self.unstatedBytesMax { stateRun() }
        guard let line = journal.entry(fact, at: .now(), unixMilliseconds: LogStamp.unixMilliseconds()) else { return }
        guard case .closed(let record) = fact.kind, Self.mustBeWritten(record) else { return note(line) }
        unrecorded[record.request.id] = .some(nil)
        note(line) { _ in self.recorded(record.request.id) }
    }

    private static func mustBeWritten(_ record: FencingRecord) -> Bool {
        guard let verdict = record.verdict else { return false }
        return verdict.cause == .cancelled || verdict.cause == .stopping || verdict.confirmation != nil
            || verdict.outcome == .held
            || verdict.outcome == .refused
    }

    private func recorded(_ id: RequestID) {
        guard let waiting = unrecorded.removeValue(forKey: id) else { return }
        if let record = waiting { answer(record) }
    }

    /// The answer, or its place in the queue of those that are being written.
    func answerWhenRecorded(_ record: FencingRecord) {
        guard unrecorded[record.request.id] != nil else { return answer(record) }
        unrecorded[record.request.id] = record
    }

    /// At the end nothing is waited for any more.
    func answerAllUnrecorded() { for id in unrecorded.keys.sorted() { recorded(id) } }
}
