import Agents
import ClusterModel
import Execution

/// The metadata of the agents of one configuration: a daemon that starts must not wait for each of many that hang.
struct MetadataReading {
    private let cache: AgentMetadataCache
    private let end: Instant
    /// Who does not answer is asked once, however many devices it has.
    private var failures: [String: AgentMetadataCache.Failure] = [:]

    /// For all agents that have to be asked, together.
    static let askMilliseconds: Int64 = 10_000

    init(_ cache: AgentMetadataCache, at now: Instant = .now()) {
        self.cache = cache
        end = now.adding(milliseconds: Self.askMilliseconds)
    }

    mutating func profile(
        of type: DeviceType, at path: String
    ) throws(AgentMetadataCache.Failure) -> AgentProfile {
        if let failure = failures[path] { throw failure }
        do throws(AgentMetadataCache.Failure) {
            return try cache.profile(of: type, at: path, withinMilliseconds: end.milliseconds(since: .now()))
        } catch {
            failures[path] = error
            throw error
        }
    }
}
