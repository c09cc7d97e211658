import ClusterModel

/// What the id of a request stands for when it comes.
public enum RequestStanding: Sendable, Equatable {
    case new
    /// The same request is open: whoever asks again waits with the others.
    case open
    /// The same request was answered just now.
    case answered(FencingRecord)
    /// The id is that of a request that asks for something else.
    case another(FencingRecord)
    /// The id is that of an earlier request, and its answer is too old to be one.
    case used
}
