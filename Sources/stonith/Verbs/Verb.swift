/// What `stonith` asks of the daemon when its first argument is one of these words.
enum Verb: String, CaseIterable {
    case fence
    case unfence
    case cancel
    case confirm
    case release
    case status
    case devices
    case history
    case check
    case monitor
    case watch
    case console

    /// Only the first argument counts: elsewhere such a word is a node's name, and cluster-glue's grammar holds.
    init?(selectedBy arguments: [String]) {
        guard arguments.count > 1, let verb = Verb(rawValue: arguments[1]) else { return nil }
        self = verb
    }

    /// Its options, with whether each takes a value.
    var options: [String: Bool] {
        let help = ["help": false, "h": false]
        // That one asks no daemon, and its answer is no message.
        let common = self == .console ? help : help.merging(["json": false, "socket": true]) { $1 }
        let own: [String: Bool] =
            switch self {
            case .fence:
                [
                    "action": true, "reason": true, "minimum-evidence": true, "self": false, "timeout": true,
                    "id": true, "progress": false,
                ]
            case .unfence: ["reason": true, "timeout": true, "id": true, "progress": false]
            case .confirm: ["force": false, "no-request": false]
            case .history: ["limit": true, "console": true]
            case .console: ["config": true, "c": true, "device": true, "steal": false]
            case .check: ["policy": true]
            case .cancel, .release, .status, .devices, .monitor, .watch: [:]
            }
        return common.merging(own) { $1 }
    }

    /// Carries it out, once its arguments are read.
    func task(_ arguments: VerbArguments) throws(VerbArguments.Misuse) -> any VerbTask {
        switch self {
        case .fence: try FenceTask(arguments)
        case .unfence: try UnfenceTask(arguments)
        case .cancel: try CancelTask(arguments)
        case .confirm: try ConfirmTask(arguments)
        case .release: try ReleaseTask(arguments)
        case .status: try StatusTask(arguments)
        case .devices: try DevicesTask(arguments)
        case .history: try HistoryTask(arguments)
        case .check where arguments.value("policy") != nil: try PolicyCheckTask(arguments)
        case .check: try CheckTask(arguments)
        case .monitor: try MonitorTask(arguments)
        case .watch: try WatchTask(arguments)
        case .console: try ConsoleTask(arguments)
        }
    }
}
