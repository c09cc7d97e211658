import Agents
import ClusterModel

/// What is wrong with configured devices beyond the file that they stand in: their plugins and agents are asked, and
/// what reaches a script's environment is named.
public struct DeviceReview {
    public struct Finding: Sendable, Equatable {
        public var device: String
        public var text: String
        /// False for what works, and that an operator should know.
        public var isMistake: Bool
    }

    private enum Answer {
        case says(DeviceDescription)
        case cannot(String)
    }

    private static let loadMilliseconds: Int64 = 10_000

    private let installation: Installation
    private let catalog: DeviceCatalog
    private var answers: [String: Answer] = [:]

    public init(_ installation: Installation) {
        self.installation = installation
        catalog = DeviceCatalog(installation)
    }

    /// In the order of the devices. Each plugin is loaded once, in a process of its own.
    public mutating func findings(_ devices: [DeviceConfiguration]) -> [Finding] {
        devices.flatMap { inTheClear($0) + findings($0) }
    }

    private mutating func findings(_ device: DeviceConfiguration) -> [Finding] {
        do throws(DeviceCatalog.Failure) {
            switch try catalog.agent(for: device.type) {
            case .script(let path): return inEnvironment(device, path)
            case .native(let path): return misspelt(device, answer(path))
            case .agent(let path): return ofAgent(device, path)
            }
        } catch { return [Finding(device: device.id, text: error.text, isMistake: true)] }
    }

    /// Device types that have no encrypted way to their device.
    private static let unencrypted = ["external/ibmrsa-telnet": "telnet"]

    private func inTheClear(_ device: DeviceConfiguration) -> [Finding] {
        guard let wire = Self.unencrypted["\(device.type)"] else { return [] }
        let text =
            "\(wire) is not encrypted: the password crosses the network in the clear, and whoever is in between can "
            + "send commands; keep the board in a network of its own"
        return [Finding(device: device.id, text: text, isMistake: false)]
    }

    private func inEnvironment(_ device: DeviceConfiguration, _ script: String) -> [Finding] {
        let secrets = device.parameters.map(\.name).filter(Parameter.isSecret)
        guard !secrets.isEmpty else { return [] }
        let text =
            "\(secrets.joined(separator: ", ")) is handed to \(script) in its environment, as the contract of external "
            + "scripts says: root can read it there while the script runs, and so can all that the script starts"
        return [Finding(device: device.id, text: text, isMistake: false)]
    }

    private mutating func ofAgent(_ device: DeviceConfiguration, _ path: String) -> [Finding] {
        guard !RHCSAgent.provesNothing(device.type) else {
            let text = RHCSAgent.Refusal.provesNothing(device.type).text
            return [Finding(device: device.id, text: text, isMistake: true)]
        }
        let profile: AgentProfile
        do { profile = try AgentMetadataCache(installation).profile(of: device.type, at: path) } catch {
            return [Finding(device: device.id, text: error.text, isMistake: true)]
        }
        let told = device.parameters.map(\.name).filter(RHCSAgent.isAction).map {
            Finding(device: device.id, text: "\($0) is left out: \(device.type) is told each time", isMistake: false)
        }
        let misdirected = RHCSAgent(device.type, profile.facts).misdirection(of: device).map {
            Finding(device: device.id, text: $0, isMistake: true)
        }
        return misspelt(device, .says(profile.description), profile.facts.replacements) + told
            + (misdirected.map { [$0] } ?? [])
    }

    /// - Parameter replacements: Names of old, and what stands in their place today.
    private func misspelt(
        _ device: DeviceConfiguration, _ answer: Answer, _ replacements: [String: String] = [:]
    ) -> [Finding] {
        switch answer {
        case .cannot(let text): return [Finding(device: device.id, text: text, isMistake: true)]
        case .says(let description):
            let known = description.parameters.map(\.name) + replacements.keys
            let given = device.parameters.map(\.name)
            let meant = Set(given + given.compactMap { replacements[$0] })
            let unknown = given.filter { !known.contains($0) && !(device.type.isAgent && RHCSAgent.isAction($0)) }
                .map { Self.unknown($0, known.sorted(), device.type) }
            let missing = description.parameters.indices.filter {
                description.parameters[$0].isRequired
                    && !description.names(ofParameterAt: $0).contains(where: meant.contains)
            }.map { index in
                let parameter = description.parameters[index]
                return "the parameter \(parameter.name) is missing: \(parameter.brief)"
            }
            return (unknown + missing).map { Finding(device: device.id, text: $0, isMistake: true) }
        }
    }

    private static func unknown(_ name: String, _ known: [String], _ type: DeviceType) -> String {
        let advice = NearestName.of(name, among: known).map { "did you mean \($0)?" }
        return "\(type) has no parameter \(name): \(advice ?? "stonith -t \(type) -n lists them")"
    }

    private mutating func answer(_ plugin: String) -> Answer {
        if let answer = answers[plugin] { return answer }
        let answer: Answer
        do throws(ForkServer.Failure) {
            let server = try ForkServer(.program(installation.executor, locksMemory: false), plugin: plugin)
            answer = .says(try server.describe(timeoutMilliseconds: Self.loadMilliseconds))
        } catch { answer = .cannot(error.text) }
        answers[plugin] = answer
        return answer
    }
}
