import ClusterModel

/// Makes a case smaller as long as what is wrong with it stays.
public struct Shrinker {
    /// Whether it is still wrong in the same way.
    private let isWrong: (CIB) -> Bool

    public init(isWrong: @escaping (CIB) -> Bool) { self.isWrong = isWrong }

    /// - Parameter attempts: how many smaller cases to try at most.
    public func smallest(_ cib: CIB, attempts: Int = 2000) -> CIB {
        var best = cib
        var left = attempts
        var isSmaller = true
        while isSmaller, left > 0 {
            isSmaller = false
            for family in Reduction.families {
                var index = 0
                while left > 0, let candidate = family(best, index) {
                    left -= 1
                    if candidate != best, isWrong(candidate) {
                        best = candidate
                        isSmaller = true
                    } else {
                        index += 1
                    }
                }
            }
        }
        return best
    }
}
