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
            rights: loaded.access.rights(of: connection.peer))
    }

    func rights(of peer: PeerCredentials) -> DaemonHello.Rights { loaded.access.rights(of: peer) }

    func request(_ request: ControlRequest, from connection: ControlConnection) {
        guard !request.verb.needsRightToAct || loaded.access.rights(of: connection.peer) == .act else {
            let text =
                "only root and members of group \(AccessRules.group) may do this; you are "
                + loaded.access.name(of: connection.peer)
            return refuse(request, connection, ControlError(.notAllowed, text))
        }
        switch request.verb {
        case .fence(let order): fence(order, request, connection)
        case .cancel(let id): cancel(id, request, connection)
        case .inspect(let node): inspect(node, request, connection)
        case .confirm(let order): confirm(order, request, connection)
        case .status: reply(.status(status()), request, connection)
        case .devices: reply(.devices(deviceReports()), request, connection)
        case .history(let node, let limit): reply(.history(history(of: node, limit: limit)), request, connection)
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
        if let other = core.record(of: order.id), other.request.target != order.node || other.request.action != action {
            let text =
                "the id \(order.id) is that of another request: to \(other.request.action.name) "
                + "\(other.request.target)"
            return refuse(request, connection, ControlError(.badValue, text, member: "id"))
        }
        guard !core.isSpent(order.id) else {
            let text = "the request \(order.id) was answered already, and its answer is no longer kept here"
            return refuse(request, connection, ControlError(.noSuchRequest, text))
        }
        let timeout = order.timeoutMilliseconds ?? loaded.fencing.timeoutMilliseconds
        let fencing = FencingRequest(
            id: order.id, target: order.node, action: action, minimumEvidence: order.minimumEvidence,
            deadline: min(now.adding(milliseconds: timeout), order.notAfter ?? .endOfTime),
            allowsSelf: order.allowsSelf, client: name(of: connection), reason: order.reason)
        if attached[order.id]?.contains(connection) != true { attached[order.id, default: []].append(connection) }
        post(.requested(fencing, unixMilliseconds: LogStamp.unixMilliseconds()))
    }

    private func name(of connection: ControlConnection) -> String {
        let client = connection.client.isEmpty ? "a client" : connection.client
        return "\(client) (pid \(connection.peer.pid), \(loaded.access.name(of: connection.peer)))"
    }

    func answer(_ record: FencingRecord) {
        for connection in attached.removeValue(forKey: record.request.id) ?? [] {
            connection.send(.event(event(record.request.id, record.request.target, .done(record))))
        }
    }

    private func cancel(_ id: RequestID, _ request: ControlRequest, _ connection: ControlConnection) {
        guard core.isOpen(id) else {
            let text = "no request \(id) is open (stonith status lists them)"
            return refuse(request, connection, ControlError(.noSuchRequest, text))
        }
        reply(.cancel, request, connection)
        post(.cancelled(id, by: name(of: connection)))
    }

    // MARK: A person's word

    private func inspect(_ node: NodeName, _ request: ControlRequest, _ connection: ControlConnection) {
        guard isKnown(node, request, connection) else { return }
        lookForLife(node, evenOldLife: false) { life in
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
        guard isKnown(order.node, request, connection) else { return }
        guard order.withoutRequest || !core.confirmable(order.node).isEmpty else {
            let text = "nobody asked to fence \(order.node), so there is nothing to confirm (--no-request records it)"
            return refuse(request, connection, ControlError(.noRequest, text))
        }
        lookForLife(order.node, evenOldLife: order.manner != .answered) { life in
            if order.manner == .answered, !life.isEmpty {
                var error = ControlError(
                    .alive, "\(order.node) shows life: \(life.joined(separator: ", ")); type its name, or --force")
                error.life = life
                return self.refuse(request, connection, error)
            }
            self.take(order, life, request, connection)
        }
    }

    private func take(
        _ order: ConfirmOrder, _ life: [String], _ request: ControlRequest, _ connection: ControlConnection
    ) {
        let ids = core.confirmable(order.node)
        guard order.withoutRequest || !ids.isEmpty else {
            let text = "the request for \(order.node) was over before the confirmation came"
            return refuse(request, connection, ControlError(.noRequest, text))
        }
        reply(.confirm(ids), request, connection)
        let confirmation = Confirmation(
            user: loaded.access.name(of: connection.peer), terminal: order.terminal, manner: order.manner, life: life)
        post(
            .confirmed(
                order.node, confirmation, standsAlone: order.withoutRequest,
                unixMilliseconds: LogStamp.unixMilliseconds()))
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
