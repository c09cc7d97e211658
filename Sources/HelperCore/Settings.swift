import DeviceParameters

/// The parameters of `external/stonith-helper`, checked.
public struct Settings: Equatable, Sendable {
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
    public init(parameter: @escaping (String) -> String?) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        hosts = parameters.nodes("hostlist")
        runsDeadCheck = try parameters.isSet("run_dead_check", default: true)
        targets = try Self.addresses("dead_check_target", parameters) ?? []
        trials = Int(try parameters.number("dead_check_trialcount", default: 5, 1...100))
        witnesses = try Self.addresses("alive_check_target", parameters)
        runsStandbyWait = try parameters.isSet("run_standby_wait", default: true)
        standbyCheckCommand = parameters["standby_check_command"]
        standbyCheckMilliseconds = try parameters.milliseconds("standby_check_timeout", defaultSeconds: 5, 1...600)
        standbyWaitMilliseconds = try parameters.milliseconds("standby_wait_time", defaultSeconds: 25, 0...3600)
        try Self.refuseClusterChecks(parameters)
        try checkTogether()
    }

    private func checkTogether() throws(ParameterMistake) {
        if runsDeadCheck, targets.isEmpty {
            throw ParameterMistake(
                "parameter dead_check_target is missing: give every address of the target, "
                    + "or set run_dead_check=no")
        }
        if runsStandbyWait, standbyCheckCommand == nil {
            throw ParameterMistake(
                "parameter standby_check_command is missing: give a command that succeeds on the active node, "
                    + "or set run_standby_wait=no")
        }
        if let address = witnesses?.first(where: targets.contains) {
            throw ParameterMistake(
                "\(address.text) stands in dead_check_target and in alive_check_target: "
                    + "a target is no witness of its own silence")
        }
    }

    /// An own address always answers: as a target it keeps the node alive for ever, as a witness it hears nothing.
    public func checkAddresses(own: (EchoAddress) -> Bool) throws(ParameterMistake) {
        for address in targets where own(address) {
            throw ParameterMistake(
                "dead_check_target has \(address.text), which is this node's own address: "
                    + "give only addresses of the node to be fenced")
        }
        for address in witnesses ?? [] where own(address) {
            throw ParameterMistake("alive_check_target has \(address.text), which is this node's own address")
        }
    }

    /// Who can tell that this node hears.
    ///
    /// - Parameter gateways: the default gateways of this moment.
    public func witnesses(gateways: [EchoAddress], own: (EchoAddress) -> Bool) -> [EchoAddress] {
        let list = witnesses ?? gateways.filter { !targets.contains($0) && !own($0) }
        return Array(list.prefix(Self.addressesMax))
    }

    private static func addresses(
        _ name: String, _ parameters: ParameterReader
    ) throws(ParameterMistake) -> [EchoAddress]? {
        guard let text = parameters[name] else { return nil }
        var addresses: [EchoAddress] = []
        for word in ParameterReader.words(text) {
            let address: EchoAddress
            do { address = try EchoAddress(word) } catch { throw ParameterMistake("\(name): \(word) \(error.text)") }
            if !addresses.contains(address) { addresses.append(address) }
        }
        guard !addresses.isEmpty else { throw ParameterMistake("parameter \(name) has no address in it") }
        guard addresses.count <= addressesMax else {
            throw ParameterMistake("parameter \(name) has more than \(addressesMax) addresses")
        }
        return addresses
    }

    private static func refuseClusterChecks(_ parameters: ParameterReader) throws(ParameterMistake) {
        for (name, what) in [("run_online_check", "membership"), ("run_quorum_check", "quorum")]
        where try parameters.isSet(name) {
            throw ParameterMistake("\(name)=yes needs a cluster's \(what), and there is none here: set it to no")
        }
        _ = try parameters.milliseconds("quorum_check_wait_time", defaultSeconds: 10, 0...3600)
    }
}
