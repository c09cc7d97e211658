import ClusterModel
import Control
import FencingCore
import Glibc
import Runtime

/// What clients ask.
extension FencingDaemon: ControlServer.Listener {
    func hello(to connection: ControlConnection, version: Int64) -> DaemonHello {
        DaemonHello(
            version: version, node: options.node, release: Release.number, pid: getpid(),
            may: rights(of: connection.peer))
    }

    func rights(of peer: PeerCredentials) -> Set<Right> { loaded.access.rights(uid: peer.uid, gids: peer.gids) }

    func request(_ request: ControlRequest, from connection: ControlConnection) {
        guard mayAsk(request.verb, connection.peer) else {
            let text = loaded.access.refusal(of: request.verb.right, uid: connection.peer.uid)
            return refuse(request, connection, ControlError(.notAllowed, text))
        }
        switch request.verb {
        case .fence(let order): fence(order, request, connection)
        case .cancel(let id): cancel(id, request, connection)
        case .inspect(let node): inspect(node, request, connection)
        case .confirm(let order): confirm(order, request, connection)
        case .release(let node):
            if let node, !isKnown(node, request, connection) { return }
            post(.released(node, by: name(of: connection)))
            reply(.release, request, connection)
        case .status: reply(.status(status()), request, connection)
        case .devices: reply(.devices(deviceReports()), request, connection)
        case .history(let node, let limit): reply(.history(history(of: node, limit: limit)), request, connection)
        case .console(let id):
            console(id) { body in
                if let body { return self.reply(body, request, connection) }
                let text = "no console of a request \(id) is kept here (stonith history lists the requests)"
                self.refuse(request, connection, ControlError(.noSuchRequest, text))
            }
        case .monitor(let device):
            guard registry[device] != nil else {
                let text = "there is no device \(device) (stonith devices lists them)"
                return refuse(request, connection, ControlError(.noSuchDevice, text))
            }
            monitor(device, connection, tag: request.tag)
        case .watch:
            reply(.watch, request, connection)
            if !watchers.contains(connection) { watchers.append(connection) }
        }
    }

    private func reply(_ body: ControlReply.Body, _ request: ControlRequest, _ connection: ControlConnection) {
        connection.send(.reply(ControlReply(body, tag: request.tag)))
    }

    private func refuse(_ request: ControlRequest, _ connection: ControlConnection, _ error: ControlError) {
        connection.send(.error(error.answering(verb: request.verb.name, tag: request.tag)))
    }

    /// A client that is gone takes nothing back: its request may be another's as well, and it may come again.
    func left(_ connection: ControlConnection) {
        watchers.removeAll { $0 === connection }
        for id in attached.keys { attached[id]?.removeAll { $0 === connection } }
        attached = attached.filter { !$0.value.isEmpty }
    }

    // MARK: Fencing

    private func fence(_ order: FenceOrder, _ request: ControlRequest, _ connection: ControlConnection) {
        let now = Instant.now()
        let action = order.action ?? loaded.fencing.action
        let timeout = order.timeoutMilliseconds ?? loaded.fencing.timeoutMilliseconds
        var fencing = FencingRequest(
            id: order.id, target: order.node, action: action, minimumEvidence: order.minimumEvidence,
            deadline: min(now.adding(milliseconds: timeout), order.notAfter ?? .endOfTime),
            allowsSelf: order.allowsSelf, client: name(of: connection), reason: order.reason)
        let peer = connection.peer
        fencing.peer = .init(pid: peer.pid, uid: peer.uid, gid: peer.gid)
        guard mayBeTaken(fencing, request, connection, at: now) else { return }
        if attached[order.id]?.contains(connection) != true { attached[order.id, default: []].append(connection) }
        submit(fencing)
    }

    /// An id that was used before is not taken for another request, and an old answer is never given for a new one.
    private func mayBeTaken(
        _ fencing: FencingRequest, _ request: ControlRequest, _ connection: ControlConnection, at now: Instant
    ) -> Bool {
        let text: String
        switch core.standing(of: fencing, at: now) {
        case .new, .open, .answered: return true
        case .another(let other):
            let asked = other.request
            text =
                "the id \(fencing.id) is that of another request: to \(asked.action.name) \(asked.target) with at "
                + "least \(asked.minimumEvidence.word)"
        case .used: text = "the id \(fencing.id) is that of a request that was answered before; choose another"
        }
        refuse(request, connection, ControlError(.badValue, text, member: "id"))
        return false
    }

    private func name(of connection: ControlConnection) -> String {
        let client = connection.client.isEmpty ? "a client" : connection.client
        return "\(client) (pid \(connection.peer.pid), \(loaded.access.name(uid: connection.peer.uid)))"
    }

    func answer(_ record: FencingRecord) {
        for connection in attached.removeValue(forKey: record.request.id) ?? [] {
            connection.send(.event(event(record.request.id, record.request.target, .done(record))))
        }
        for (request, connection) in cancels.removeValue(forKey: record.request.id) ?? [] {
            reply(.cancel, request, connection)
        }
        answerWords(record)
    }

    private func cancel(_ id: RequestID, _ request: ControlRequest, _ connection: ControlConnection) {
        guard core.isOpen(id) else {
            let text = "no request \(id) is open (stonith status lists them)"
            return refuse(request, connection, ControlError(.noSuchRequest, text))
        }
        cancels[id, default: []].append((request, connection))
        post(.cancelled(id, by: name(of: connection)))
    }

    // MARK: A person's word

    private func inspect(_ node: NodeName, _ request: ControlRequest, _ connection: ControlConnection) {
        guard isKnown(node, request, connection) else { return }
        lookForLife(node, mayBeOld: false) { life in
            let inspection = Inspection(
                node: node, isWaiting: self.core.isWaitingForPerson(node), requests: self.core.confirmable(node),
                life: life)
            self.reply(.inspect(inspection), request, connection)
        }
    }

    private func isKnown(_ node: NodeName, _ request: ControlRequest, _ connection: ControlConnection) -> Bool {
        guard core.setup.levels(for: node).isEmpty, core.confirmable(node).isEmpty else { return true }
        let text = "no device here controls \(node) (stonith devices lists them)"
        refuse(request, connection, ControlError(.noSuchNode, text))
        return false
    }

    private func confirm(_ order: ConfirmOrder, _ request: ControlRequest, _ connection: ControlConnection) {
        guard isKnown(order.node, request, connection), stillWaits(order, request, connection) else { return }
        lookForLife(order.node, mayBeOld: order.manner != .answered) { life in
            if order.manner == .answered, !life.isEmpty {
                var error = ControlError(
                    .alive, "\(order.node) shows life: \(life.joined(separator: ", ")); type its name, or --force")
                error.life = life
                return self.refuse(request, connection, error)
            }
            if self.stillWaits(order, request, connection) { self.take(order, life, request, connection) }
        }
    }

    /// Whether the word is for what waits now: who saw one request must not answer another.
    private func stillWaits(_ order: ConfirmOrder, _ request: ControlRequest, _ connection: ControlConnection) -> Bool {
        let ids = core.confirmable(order.node)
        guard order.withoutRequest || !ids.isEmpty else {
            let text = "nobody asked to fence \(order.node), so there is nothing to confirm (--no-request records it)"
            refuse(request, connection, ControlError(.noRequest, text))
            return false
        }
        guard order.requests.isEmpty || Set(ids).isSubset(of: order.requests) else {
            let text = "another request for \(order.node) waits now than the one that was looked at; look again"
            refuse(request, connection, ControlError(.requestChanged, text))
            return false
        }
        return true
    }

    private func take(
        _ order: ConfirmOrder, _ life: [String], _ request: ControlRequest, _ connection: ControlConnection
    ) {
        let ids = core.confirmable(order.node)
        if !ids.isEmpty {
            words.append(GivenWord(requests: ids, open: Set(ids), request: request, connection: connection))
        }
        let confirmation = Confirmation(
            user: loaded.access.name(uid: connection.peer.uid), terminal: order.terminal, manner: order.manner,
            life: life)
        post(
            .confirmed(
                order.node, confirmation, standsAlone: order.withoutRequest,
                unixMilliseconds: LogStamp.unixMilliseconds()))
        if ids.isEmpty { wait(for: order.node, request, connection) }
    }

    /// A word without a request has become one of its own: closed by now, or waiting for an agent to end.
    private func wait(for node: NodeName, _ request: ControlRequest, _ connection: ControlConnection) {
        let last = core.closedRecords.last { $0.request.target == node }
        guard let id = core.confirmable(node).last ?? last?.request.id else { return }
        words.append(GivenWord(requests: [], open: [id], request: request, connection: connection))
        if let last, last.request.id == id, unrecorded[id] == nil { answerWords(last) }
    }

    /// Who gave a word is told what came of it once every request that it was for is closed.
    private func answerWords(_ record: FencingRecord) {
        for index in words.indices.reversed() {
            words[index].open.remove(record.request.id)
            if record.verdict?.isSuccess != true { words[index].shortcoming = record.verdict?.text }
            guard words[index].open.isEmpty else { continue }
            let word = words.remove(at: index)
            if let text = word.shortcoming {
                refuse(word.request, word.connection, ControlError(.unknown, text))
            } else {
                reply(.confirm(word.requests), word.request, word.connection)
            }
        }
    }

    func monitored(
        _ connection: ControlConnection, tag: String?, _ device: String, _ outcome: AgentOutcome, _ began: Instant
    ) {
        let report = MonitorReport(
            device: device, type: registry[device]?.configuration.type.description ?? "", outcome: outcome,
            milliseconds: Instant.now().milliseconds(since: began))
        connection.send(.reply(ControlReply(.monitor(report), tag: tag)))
    }
}
