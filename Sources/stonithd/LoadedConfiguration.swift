import AccessPolicy
import Agents
import ClusterModel
import CrmSyntax
import Execution

/// A configuration with everything looked up that needs the disk or a name service: afterwards the daemon needs
/// neither.
struct LoadedConfiguration: Sendable {
    struct Device: Sendable {
        var configuration: DeviceConfiguration
        /// Nil when there is no such type, or it must not be run; `problem` says why.
        var agent: DeviceCatalog.Agent?
        /// Why the device cannot work.
        var problem: String?
        /// It would work if its metadata could be had.
        var lacksMetadata = false
        /// What its metadata says, for an RHCS agent.
        var profile: AgentProfile?
        /// With the secrets in place of the references to them.
        var parameters: [Parameter]
    }

    /// The configuration cannot be used.
    struct Failure: Error, Sendable {
        /// Lines for an operator, with file, line and column where there are such.
        var text: String
    }

    var fencing: FencingConfiguration
    var devices: [Device]
    var alerts: [LoadedAlert]
    var access: AccessPolicy
    /// Warnings of the readers of configuration and policy, each with its place.
    var warnings: String

    /// Tells two configurations apart (FNV-1a, 64 bit); no protection against anybody.
    var digest: String

    static let bytesMax = 1024 * 1024 + 1

    /// - Parameters:
    ///   - path: of the configuration.
    ///   - policy: path of the policy.
    static func load(
        _ path: String, policy: String, _ installation: Installation
    ) throws(Failure) -> LoadedConfiguration {
        // Both are read in any case, so that all that is wrong is said at once.
        let access = Result { () throws(PolicyFile.Failure) in try PolicyFile.load(policy) }
        let (reading, digest): (CrmSyntax.Reading, String)
        do { (reading, digest) = try read(path) } catch {
            guard case .failure(let other) = access else { throw error }
            throw Failure(text: Self.line(error.text) + Self.line(other.text))
        }
        let rules: PolicyFile.Contents
        do throws(PolicyFile.Failure) { rules = try access.get() } catch { throw Failure(text: error.text) }
        var metadata = MetadataReading(AgentMetadataCache(installation))
        let devices = reading.configuration.devices.map { device($0, installation, &metadata) }
        return LoadedConfiguration(
            fencing: reading.configuration, devices: devices,
            alerts: reading.configuration.alerts.map(LoadedAlert.init), access: rules.policy,
            warnings: reading.rendered(file: path) + rules.rendered(file: policy), digest: digest)
    }

    private static func line(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    private static func read(_ path: String) throws(Failure) -> (CrmSyntax.Reading, digest: String) {
        do { _ = try TrustedPath.check(path, mustExecute: false) } catch { throw Failure(text: error.text) }
        let bytes: [UInt8]
        do { bytes = try BoundedFile.read(path, bytesMax: bytesMax) } catch {
            throw Failure(text: "\(path) cannot be read (errno \(error.errno))")
        }
        let reading = CrmSyntax.read(bytes)
        guard !reading.hasMistakes else { throw Failure(text: reading.rendered(file: path)) }
        return (reading, digest(bytes))
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        let number = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(number, radix: 16)
    }

    private static func device(
        _ configuration: DeviceConfiguration, _ installation: Installation, _ metadata: inout MetadataReading
    ) -> Device {
        var device = Device(
            configuration: configuration, agent: nil, problem: nil, parameters: configuration.parameters)
        do { device.agent = try DeviceCatalog(installation).agent(for: configuration.type) } catch {
            device.problem = error.text
        }
        device.learnAgent(&metadata)
        for (index, parameter) in configuration.parameters.enumerated() {
            do { device.parameters[index] = try parameter.resolved() } catch {
                device.lacksMetadata = false
                device.problem = "parameter \(parameter.name): \(error.text)"
            }
        }
        return device
    }
}

extension LoadedConfiguration {
    /// An agent whose metadata could not be had this time goes on by what it said before.
    ///
    /// - Parameter before: the devices as they are in force.
    mutating func keepProfiles(of before: [Device]) {
        for index in devices.indices where devices[index].lacksMetadata {
            let device = devices[index]
            let known = before.first {
                $0.profile != nil && $0.agent == device.agent && $0.configuration.type == device.configuration.type
            }
            guard let known else { continue }
            let (id, reason) = (device.configuration.id, device.problem ?? "")
            warnings += "device \(id): \(reason); what its agent said before is kept\n"
            devices[index].profile = known.profile
            (devices[index].problem, devices[index].lacksMetadata) = (nil, false)
        }
    }
}

extension LoadedConfiguration.Device {
    /// What an RHCS agent can do is known before it is wanted.
    fileprivate mutating func learnAgent(_ metadata: inout MetadataReading) {
        guard case .agent(let path) = agent else { return }
        do { profile = try metadata.profile(of: configuration.type, at: path) } catch {
            (problem, lacksMetadata) = (error.text, true)
        }
    }
}
