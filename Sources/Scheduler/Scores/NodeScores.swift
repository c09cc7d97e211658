/// The arithmetic of scores on bare numbers, for the inner loops (Pacemaker Explained 2.1, "Score Math").
public enum NodeScores {
    public static let infinity: Int32 = 1_000_000
    /// The resource does not know this node: in a cluster that is not symmetric, it may not run there.
    public static let absent = Int32.min

    /// Minus infinity wins over infinity, and each of them over any number.
    @inline(__always)
    public static func sum(_ left: Int32, _ right: Int32) -> Int32 {
        if left <= -infinity || right <= -infinity { return -infinity }
        if left >= infinity || right >= infinity { return infinity }
        return max(-infinity, min(infinity, left + right))
    }

    /// As 2.1.5 prints it.
    public static func text(_ score: Int32) -> String {
        score >= infinity ? "INFINITY" : score <= -infinity ? "-INFINITY" : String(score)
    }
}
