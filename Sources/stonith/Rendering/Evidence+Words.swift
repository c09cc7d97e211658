import ClusterModel

extension Evidence {
    /// For a sentence.
    var words: String {
        switch self {
        case .none: "no evidence"
        case .silent: "the target is silent, a witness is not"
        case .accepted: "the device accepted the command"
        case .readBack: "power state read back"
        }
    }
}
