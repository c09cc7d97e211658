import ClusterModel
import Control

/// What an operator wants to know at three in the morning: what is stuck first, then what is open, then the rest.
struct StatusPage {
    private let status: DaemonStatus
    private let ink: Ink

    init(_ status: DaemonStatus, _ ink: Ink) {
        self.status = status
        self.ink = ink
    }

    func text(now: Moment) -> String {
        let sections = [
            head(now), trouble, requests(now), targets, devices,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func head(_ now: Moment) -> String {
        let since = Moment(unixMilliseconds: status.sinceUnixMilliseconds).text
        var text = "stonithd \(Terminal.plain(status.release)) on \(status.node), since \(since)\n"
        for hold in status.holds { text += ink(Terminal.plain("HELD: \(hold)"), .red) + "\n" }
        for warning in status.warnings { text += ink(Terminal.plain("WARN: \(warning)"), .yellow) + "\n" }
        if status.lostLogLines > 0 {
            let lost = "WARN: \(status.lostLogLines) lines of the log were lost: nobody took them in time"
            text += ink(lost, .yellow) + "\n"
        }
        return text
    }

    // MARK: Trouble

    private var trouble: String {
        let all =
            status.targets.filter { $0.state == .blocked }.map(blocked)
            + status.targets.filter { $0.state == .waitingForPerson }.map(waiting)
        return all.joined(separator: "\n")
    }

    private func blocked(_ target: TargetReport) -> String {
        let node = target.node
        let text = target.text.isEmpty ? "no device is left that could fence it" : target.text
        let steps = target.steps.enumerated().map { "  \($0 + 1). \(Terminal.plain($1))\n" }
        return ink(Terminal.plain("BLOCKED: \(node) could not be fenced: \(text)"), .red) + "\n"
            + steps.joined() + "  stonith history \(node) shows what was tried\n"
    }

    private func waiting(_ target: TargetReport) -> String {
        let text = target.text.isEmpty ? "" : " (\(target.text))"
        return ink(Terminal.plain("A PERSON MUST ACT: \(target.node)\(text)"), .yellow) + "\n"
            + "  power it off by hand, see that it is off, and only then say so: meatclient -c \(target.node)\n"
    }

    // MARK: Requests

    private func requests(_ now: Moment) -> String {
        guard !status.requests.isEmpty else { return "" }
        var table = TextTable(["OPEN REQUEST", "NODE", "ACTION", "SINCE", "NOW", "LEFT", "ASKED BY", "REASON"], ink)
        for record in status.requests { table.add(cells(record, now)) }
        return table.text
    }

    private func cells(_ record: FencingRecord, _ now: Moment) -> [TextTable.Cell] {
        let request = record.request
        let left = request.deadline.milliseconds(since: .now())
        let age = now.unixMilliseconds - record.arrivedUnixMilliseconds
        let step = record.steps.last { $0.code == nil }
        return [
            .init(request.id.description), .init(request.target.description), .init(request.action.name),
            .init(Span(age).description),
            .init(step.map { "level \($0.level), \($0.device)" } ?? "waits"), .init(Span.left(left)),
            .init(request.client.isEmpty ? "-" : request.client), .init(request.reason),
        ]
    }

    // MARK: Targets

    private var targets: String {
        guard !status.targets.isEmpty else { return "no node can be fenced: no device is configured\n" }
        var table = TextTable(["TARGET", "STATE", "LAST", "LEVELS"], ink)
        for target in status.targets {
            let levels = target.levels.map { "\($0.level) \($0.devices.joined(separator: "+"))" }
            table.add([
                .init(target.node.description), .init(target.state.rawValue, colour(target.state)), last(target),
                levels.isEmpty
                    ? .init("none: no device here can fence it", .red) : .init(levels.joined(separator: " > ")),
            ])
        }
        return table.text
    }

    private func colour(_ state: TargetReport.State) -> Ink.Colour? {
        switch state {
        case .idle: nil
        case .fencing, .waitingForPerson: .yellow
        case .blocked: .red
        }
    }

    private func last(_ target: TargetReport) -> TextTable.Cell {
        guard let outcome = target.last else { return "-" }
        let moment = target.lastUnixMilliseconds.map { " \(Moment(unixMilliseconds: $0).text)" } ?? ""
        return .init(outcome.rawValue + moment)
    }

    // MARK: Devices

    /// Only those that want attention; `stonith devices` shows all.
    private var devices: String {
        let shown = status.devices.filter { $0.isBusy || $0.lastCode.map { $0 != .ok } == true || !$0.targetsKnown }
        guard !shown.isEmpty else {
            return status.devices.isEmpty
                ? "" : "\(status.devices.count) devices: none at work, and no last action failed\n"
        }
        var table = TextTable(["DEVICE", "TYPE", "STATE", "LAST ACTION"], ink)
        for device in shown {
            table.add([.init(device.device), .init(device.type), state(device), DeviceTable.last(device)])
        }
        return table.text
    }

    private func state(_ device: DeviceReport) -> TextTable.Cell {
        if device.isBusy { return .init("at work", .yellow) }
        guard device.targetsKnown else { return .init("its targets are not known", .yellow) }
        return .init("its last action failed", .red)
    }
}
