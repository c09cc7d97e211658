/// How a tool ends: those of Pacemaker 2.1.5's `crm_exit_e` (results.h) that are used here.
enum ExitCode: Int32 {
    case ok = 0
    case error = 1
    /// A feature that is not there yet.
    case unimplemented = 3
    case usage = 64
    /// What was read is not what it should be.
    case badData = 65
    case noInput = 66
    /// A service that is needed, such as a running cluster, is not there.
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case protocolNotSupported = 76
    case noPermission = 77
    case badConfiguration = 78
    /// There is no connection to a cluster.
    case disconnected = 102
    case old = 103
    case wrongDigest = 104
    case noSuch = 105
    case unsafe = 107
    case exists = 108
    case multiple = 109
    case timeout = 124
}
