import Agents
import ClusterModel
import Wire

/// One configured device, ready to be asked: the same face for a native plugin, an external script and an RHCS agent.
public final class Device {
    public enum Failure: Error, Equatable, Sendable {
        case catalog(DeviceCatalog.Failure)
        case server(ForkServer.Failure)
        /// The plugin in a file says it is of another type than the file's name.
        case impostor(file: String, saysItIs: String)
        case script(path: String, verb: String, ExternalScript.Ending)
        case metadata(AgentMetadataCache.Failure)

        public var text: String {
            switch self {
            case .catalog(let failure): failure.text
            case .server(let failure): failure.text
            case .impostor(let file, let type): "plugin \(file) says its type is \(type): rename one or the other"
            case .script(let path, let verb, let ending): "\(path) \(verb): \(ending.text)"
            case .metadata(let failure): failure.text
            }
        }
    }

    private enum Agent {
        case native(ForkServer, DeviceDescription)
        case script(path: String)
        case agent(path: String, AgentProfile)
    }

    /// Loading a plugin or asking a script about itself must not take longer.
    static let describeMilliseconds: Int64 = 20_000

    public let type: DeviceType
    private let agent: Agent

    public init(_ type: DeviceType, in installation: Installation) throws(Failure) {
        self.type = type
        switch try Self.find(type, installation) {
        case .script(let path): agent = .script(path: path)
        case .agent(let path): agent = .agent(path: path, try Self.profile(type, path, installation))
        case .native(let path):
            let server = try Self.serve(path)
            let description = try Self.describe(server)
            guard description.type == type.description else {
                throw .impostor(file: path, saysItIs: description.type)
            }
            agent = .native(server, description)
        }
    }

    private static func find(_ type: DeviceType, _ installation: Installation) throws(Failure) -> DeviceCatalog.Agent {
        do { return try DeviceCatalog(installation).agent(for: type) } catch { throw .catalog(error) }
    }

    private static func profile(
        _ type: DeviceType, _ path: String, _ installation: Installation
    ) throws(Failure) -> AgentProfile {
        do { return try AgentMetadataCache(installation).profile(of: type, at: path) } catch { throw .metadata(error) }
    }

    private static func serve(_ path: String) throws(Failure) -> ForkServer {
        do { return try ForkServer(.copy, plugin: path) } catch { throw .server(error) }
    }

    private static func describe(_ server: ForkServer) throws(Failure) -> DeviceDescription {
        do { return try server.describe(timeoutMilliseconds: describeMilliseconds) } catch { throw .server(error) }
    }

    /// The names of the parameters that `-n` lists, in its order.
    public func configNames() throws(Failure) -> [String] {
        if let description { return description.parameters.filter(\.isListed).map(\.name) }
        return ExternalScript.words(try information(.configNames))
    }

    /// What its agent says of itself; nil for a script.
    private var description: DeviceDescription? {
        switch agent {
        case .native(_, let description): description
        case .agent(_, let profile): profile.description
        case .script: nil
        }
    }

    /// Every parameter that the device knows; nil for a script, which says only some of its own.
    public var parameterNames: [String]? { description?.parameters.map(\.name) }

    /// What its agent does about a target. A script's contract knows nothing but power.
    public var kind: DeviceKind { description?.kind ?? .power(evidenceMax: .accepted) }

    /// The metadata as XML. What a script fails to say stands there as missing, and in a complaint.
    public func metadata(complain: (String) -> Void) -> String {
        if let description { return AgentMetadata.xml(of: description) }
        return AgentMetadata.xml(
            type: type.description, description: said(.description, complain), deviceID: said(.deviceID, complain),
            parameters: said(.xml, complain))
    }

    /// A sentence or more on what it is, and where to read more; nil, with a complaint, where a script fails to say.
    public func about(complain: (String) -> Void) -> (text: String?, url: String?) {
        if let description { return (description.text, description.url.isEmpty ? nil : description.url) }
        return (said(.description, complain), said(.url, complain))
    }

    private func said(_ information: ExternalScript.Information, _ complain: (String) -> Void) -> String? {
        do throws(Failure) { return try self.information(information) } catch {
            complain(error.text)
            return nil
        }
    }

    /// Runs one action to its end.
    ///
    /// - Parameter plug: what an RHCS agent is to call the target; nil: the target's name.
    public func perform(
        _ action: AgentAction, target: String, plug: String? = nil, parameters: [Parameter],
        timeoutMilliseconds: UInt64, progress: (String) -> Void
    ) -> AgentOutcome {
        switch agent {
        case .native(let server, _):
            let order = ExecRequest.Order(
                action: action, target: target,
                deadlineMilliseconds: BootClock.moment(inMilliseconds: Int64(clamping: timeoutMilliseconds)),
                parameters: parameters)
            do { return try server.perform(order, progress: progress) } catch {
                return AgentOutcome(code: .oops, text: error.text, cause: "plugin-lost")
            }
        case .script(let path):
            return run(path, action, target: target, parameters: parameters, timeoutMilliseconds: timeoutMilliseconds)
        case .agent(let path, let profile):
            return AgentRun(path: path, agent: RHCSAgent(type, profile.facts)).perform(
                action, target: NodeName(target), plug: plug, parameters: parameters,
                timeoutMilliseconds: Int64(clamping: timeoutMilliseconds))
        }
    }

    private func run(
        _ path: String, _ action: AgentAction, target: String, parameters: [Parameter], timeoutMilliseconds: UInt64
    ) -> AgentOutcome {
        guard let arguments = ExternalScript.arguments(path: path, action: action, target: target) else {
            return ExternalScript.cannotBeAsked(action)
        }
        let result = ScriptRun.run(
            path: path, arguments: arguments,
            environment: ExternalScript.environment(inherited: Environment.entries, parameters: parameters, type: type),
            timeoutMilliseconds: Int64(clamping: timeoutMilliseconds))
        return ExternalScript.outcome(of: action, ending: result.ending, output: result.output, errors: result.errors)
    }

    private func information(_ information: ExternalScript.Information) throws(Failure) -> String {
        guard case .script(let path) = agent else { preconditionFailure("only scripts are asked by verb") }
        let result = ScriptRun.run(
            path: path, arguments: [path, information.rawValue],
            environment: ExternalScript.environment(inherited: Environment.entries, parameters: [], type: type),
            timeoutMilliseconds: Self.describeMilliseconds)
        guard result.ending == .exited(0) else {
            throw .script(path: path, verb: information.rawValue, result.ending)
        }
        return result.output
    }
}
