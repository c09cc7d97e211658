/// The parameters of `external/stonith-helper`, checked.
public struct Settings: Equatable, Sendable {
    /// Why the parameters are no device.
    public struct Mistake: Error, Equatable {
        public let text: String
        public init(text: String) { self.text = text }
    }

    /// The nodes it may be asked about; empty when `hostlist` is not given.
    public var hosts: [String]
    public var runsDeadCheck: Bool
    public var targets: [EchoAddress]
    public var trials: Int
    /// Nil: the default gateways.
    public var witnesses: [EchoAddress]?
    public var runsStandbyWait: Bool
    public var standbyCheckCommand: String?
    public var standbyCheckMilliseconds: Int64
    public var standbyWaitMilliseconds: Int64

    /// More would not fit into the sequence numbers of one check.
    private static let addressesMax = 64

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: (String) -> String?) throws(Mistake) {
        hosts = Self.words(parameter("hostlist") ?? "").map { $0.lowercased() }
        runsDeadCheck = try Self.choice("run_dead_check", parameter, default: true)
        targets = try Self.addresses("dead_check_target", parameter) ?? []
        trials = Int(try Self.number("dead_check_trialcount", parameter, default: 5, 1...100))
        witnesses = try Self.addresses("alive_check_target", parameter)
        runsStandbyWait = try Self.choice("run_standby_wait", parameter, default: true)
        standbyCheckCommand = parameter("standby_check_command")
        standbyCheckMilliseconds = try Self.seconds("standby_check_timeout", parameter, default: 5, 1...600)
        standbyWaitMilliseconds = try Self.seconds("standby_wait_time", parameter, default: 25, 0...3600)
        try Self.refuseClusterChecks(parameter)
        try checkTogether()
    }

    private func checkTogether() throws(Mistake) {
        if runsDeadCheck, targets.isEmpty {
            throw Mistake(
                text: "parameter dead_check_target is missing: give every address of the target, "
                    + "or set run_dead_check=no")
        }
        if runsStandbyWait, standbyCheckCommand == nil {
            throw Mistake(
                text: "parameter standby_check_command is missing: give a command that succeeds on the active node, "
                    + "or set run_standby_wait=no")
        }
        if let address = witnesses?.first(where: targets.contains) {
            throw Mistake(
                text: "\(address.text) stands in dead_check_target and in alive_check_target: "
                    + "a target is no witness of its own silence")
        }
    }

    /// An own address always answers: as a target it keeps the node alive for ever, as a witness it hears nothing.
    public func checkAddresses(own: (EchoAddress) -> Bool) throws(Mistake) {
        for address in targets where own(address) {
            throw Mistake(
                text: "dead_check_target has \(address.text), which is this node's own address: "
                    + "give only addresses of the node to be fenced")
        }
        for address in witnesses ?? [] where own(address) {
            throw Mistake(text: "alive_check_target has \(address.text), which is this node's own address")
        }
    }

    /// Who can tell that this node hears.
    ///
    /// - Parameter gateways: the default gateways of this moment.
    public func witnesses(gateways: [EchoAddress], own: (EchoAddress) -> Bool) -> [EchoAddress] {
        let list = witnesses ?? gateways.filter { !targets.contains($0) && !own($0) }
        return Array(list.prefix(Self.addressesMax))
    }

    /// Parts of a list, which may have blanks or commas between.
    static func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" }.map(String.init)
    }

    private static func addresses(
        _ name: String, _ parameter: (String) -> String?
    ) throws(Mistake) -> [EchoAddress]? {
        guard let text = parameter(name) else { return nil }
        var addresses: [EchoAddress] = []
        for word in words(text) {
            let address: EchoAddress
            do { address = try EchoAddress(word) } catch { throw Mistake(text: "\(name): \(word) \(error.text)") }
            if !addresses.contains(address) { addresses.append(address) }
        }
        guard !addresses.isEmpty else { throw Mistake(text: "parameter \(name) has no address in it") }
        guard addresses.count <= addressesMax else {
            throw Mistake(text: "parameter \(name) has more than \(addressesMax) addresses")
        }
        return addresses
    }

    private static func choice(
        _ name: String, _ parameter: (String) -> String?, default fallback: Bool
    ) throws(Mistake) -> Bool {
        guard let text = parameter(name) else { return fallback }
        switch text.lowercased() {
        case "yes", "true", "on", "1": return true
        case "no", "false", "off", "0": return false
        default: throw .bad(name, text, "yes or no")
        }
    }

    private static func number(
        _ name: String, _ parameter: (String) -> String?, default fallback: Int64, _ range: ClosedRange<Int64>
    ) throws(Mistake) -> Int64 {
        guard let text = parameter(name) else { return fallback }
        guard let number = Int64(text), range.contains(number) else {
            throw .bad(name, text, "a whole number, \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Bare numbers are seconds; an `s` may follow, as in a cluster's configuration.
    private static func seconds(
        _ name: String, _ parameter: (String) -> String?, default fallback: Int64, _ range: ClosedRange<Int64>
    ) throws(Mistake) -> Int64 {
        guard let text = parameter(name) else { return fallback * 1000 }
        guard let number = Int64(text.hasSuffix("s") ? text.dropLast() : text[...]), range.contains(number) else {
            throw .bad(name, text, "whole seconds, \(range.lowerBound) to \(range.upperBound)")
        }
        return number * 1000
    }

    private static func refuseClusterChecks(_ parameter: (String) -> String?) throws(Mistake) {
        for (name, what) in [("run_online_check", "membership"), ("run_quorum_check", "quorum")]
        where try choice(name, parameter, default: false) {
            throw Mistake(text: "\(name)=yes needs a cluster's \(what), and there is none here: set it to no")
        }
        _ = try seconds("quorum_check_wait_time", parameter, default: 10, 0...3600)
    }
}

extension Settings.Mistake {
    static func bad(_ name: String, _ value: String, _ allowed: String) -> Self {
        Self(text: "parameter \(name) is \"\(value)\", and must be \(allowed)")
    }
}
