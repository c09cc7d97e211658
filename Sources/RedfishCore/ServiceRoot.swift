import Wire

/// Where a service begins (DSP0266, ServiceRoot): what leads to its sessions and its systems.
struct ServiceRoot: Equatable, Sendable {
    /// Nil where the service has none.
    var sessions: ResourcePath?
    var systems: ResourcePath?

    init(_ json: JSONValue) {
        let service = ResourcePath(link: json["SessionService"])
        sessions = ResourcePath(link: json["Links"]?["Sessions"]) ?? service?.appending("Sessions")
        systems = ResourcePath(link: json["Systems"])
    }

    /// Where the standard has them, for a service that shows its root to nobody who is not logged in.
    ///
    /// - Parameter root: the path of the service root.
    init(below root: ResourcePath) {
        sessions = root.appending("SessionService/Sessions")
        systems = root.appending("Systems")
    }
}
