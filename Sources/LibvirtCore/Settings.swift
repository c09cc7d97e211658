import DeviceParameters

/// The parameters of `external/libvirt`, checked.
public struct Settings: Equatable, Sendable {
    public enum ResetMethod: String, CaseIterable, Sendable {
        /// Off, read back, on.
        case powerCycle = "power_cycle"
        /// The reset button of the domain.
        case reboot
    }

    public var domains: [FencedDomain]
    public var uri: HypervisorURI
    public var resetMethod: ResetMethod
    public var silenceMilliseconds: Int64

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: @escaping (String) -> String?) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        domains = try Self.domains(parameters["hostlist"] ?? "")
        uri = try HypervisorURI(parameters.required("hypervisor_uri"))
        resetMethod = try Self.resetMethod(parameters)
        silenceMilliseconds = try parameters.milliseconds("silence_timeout", defaultSeconds: 10, 2...3600)
    }

    /// Nil: the device is not for that node.
    public func domain(of node: String) -> FencedDomain? { domains.first { $0.node == node } }

    /// The nodes and domains of a `hostlist`, which may have blanks or commas between.
    public static func domains(_ hostlist: String) throws(ParameterMistake) -> [FencedDomain] {
        var domains: [FencedDomain] = []
        for word in ParameterReader.words(hostlist) {
            let entry = try FencedDomain(word)
            if let other = domains.first(where: { $0.node != entry.node && $0.isSameDomain(as: entry) }) {
                throw ParameterMistake(
                    "parameter hostlist says that \(other.node) and \(entry.node) are the same domain, "
                        + "\(entry.domain): leave the wrong one out")
            }
            switch domains.first(where: { $0.node == entry.node }) {
            case nil: domains.append(entry)
            case entry?: break
            case let other?:
                throw ParameterMistake(
                    "parameter hostlist says that \(entry.node) is the domain \(other.domain), and that it is "
                        + "the domain \(entry.domain): leave the wrong one out")
            }
        }
        guard !domains.isEmpty else { throw .missing("hostlist") }
        return domains
    }

    /// cluster-glue's script reads `reset_method` and advertises it as `reboot_method`.
    private static func resetMethod(_ parameters: ParameterReader) throws(ParameterMistake) -> ResetMethod {
        let (name, other) = ("reset_method", "reboot_method")
        guard parameters[name] == nil || parameters[other] ?? parameters[name] == parameters[name] else {
            throw ParameterMistake("parameters \(name) and \(other) are the same thing, and differ: give one")
        }
        return try parameters.choice(parameters[name] == nil ? other : name, default: .powerCycle)
    }
}

extension ParameterMistake {
    static func uri(_ uri: String, _ what: String) -> Self { Self("parameter hypervisor_uri, \(uri), \(what)") }
}
