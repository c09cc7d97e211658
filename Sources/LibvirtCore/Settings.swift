/// The parameters of `external/libvirt`, checked.
public struct Settings: Equatable, Sendable {
    public enum ResetMethod: String, CaseIterable, Sendable {
        /// Off, read back, on.
        case powerCycle = "power_cycle"
        /// The reset button of the domain.
        case reboot
    }

    /// Why the parameters are no device.
    public struct Mistake: Error, Equatable {
        public let text: String
        public init(text: String) { self.text = text }
    }

    public var domains: [FencedDomain]
    public var uri: HypervisorURI
    public var resetMethod: ResetMethod
    public var silenceMilliseconds: Int64

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: (String) -> String?) throws(Mistake) {
        guard let hostlist = parameter("hostlist") else { throw .missing("hostlist") }
        domains = try Self.domains(hostlist)
        guard let uri = parameter("hypervisor_uri") else { throw .missing("hypervisor_uri") }
        self.uri = try HypervisorURI(uri)
        resetMethod = try Self.resetMethod(parameter)
        silenceMilliseconds = try Self.seconds("silence_timeout", parameter("silence_timeout") ?? "10") * 1000
    }

    /// Nil: the device is not for that node.
    public func domain(of node: String) -> FencedDomain? { domains.first { $0.node == node } }

    /// The nodes and domains of a `hostlist`, which may have blanks or commas between.
    public static func domains(_ hostlist: String) throws(Mistake) -> [FencedDomain] {
        var domains: [FencedDomain] = []
        for word in hostlist.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            let entry = try FencedDomain(word)
            if let other = domains.first(where: { $0.node != entry.node && $0.isSameDomain(as: entry) }) {
                throw Mistake(
                    text: "parameter hostlist says that \(other.node) and \(entry.node) are the same domain, "
                        + "\(entry.domain): leave the wrong one out")
            }
            switch domains.first(where: { $0.node == entry.node }) {
            case nil: domains.append(entry)
            case entry?: break
            case let other?:
                throw Mistake(
                    text: "parameter hostlist says that \(entry.node) is the domain \(other.domain), and that it is "
                        + "the domain \(entry.domain): leave the wrong one out")
            }
        }
        guard !domains.isEmpty else { throw .missing("hostlist") }
        return domains
    }

    /// cluster-glue's script reads `reset_method` and advertises it as `reboot_method`.
    private static func resetMethod(_ parameter: (String) -> String?) throws(Mistake) -> ResetMethod {
        let texts = ["reset_method", "reboot_method"].compactMap { name in parameter(name).map { (name, $0) } }
        guard let (name, text) = texts.first else { return .powerCycle }
        guard texts.allSatisfy({ $0.1 == text }) else {
            throw Mistake(text: "parameters reset_method and reboot_method are the same thing, and differ: give one")
        }
        guard let method = ResetMethod(rawValue: text) else { throw .bad(name, text, "power_cycle or reboot") }
        return method
    }

    private static func seconds(_ name: String, _ text: String) throws(Mistake) -> Int64 {
        guard let seconds = Int64(text), (2...3600).contains(seconds) else {
            throw .bad(name, text, "whole seconds, 2 to 3600")
        }
        return seconds
    }
}

extension Settings.Mistake {
    static func missing(_ name: String) -> Self { Self(text: "parameter \(name) is missing") }

    static func bad(_ name: String, _ value: String, _ allowed: String) -> Self {
        Self(text: "parameter \(name) is \"\(value)\", and must be \(allowed)")
    }

    static func uri(_ uri: String, _ what: String) -> Self {
        Self(text: "parameter hypervisor_uri, \(uri), \(what)")
    }
}
