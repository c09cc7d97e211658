import ClusterModel

extension RequestID {
    /// A name that nobody else chooses: 128 random bits.
    public static func fresh() -> RequestID {
        var generator = SystemRandomNumberGenerator()
        let halves = (0..<2).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        guard let id = RequestID(halves.joined()) else { preconditionFailure("32 hexadecimal digits are a name") }
        return id
    }
}
