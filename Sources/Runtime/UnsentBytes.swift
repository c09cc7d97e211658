/// How much of what clients of one kind have not read may be held for them, all together.
final class UnsentBytes {
    private let most: Int
    private var count = 0

    init(most: Int) { self.most = most }

    /// False when it is too much. What is taken must be given back.
    func take(_ bytes: Int) -> Bool {
        count += bytes
        return count <= most
    }

    func giveBack(_ bytes: Int) { count -= bytes }
}
