import ClusterModel

extension RequestID {
    /// A name that nobody else chooses, and that a person can still type: 64 random bits.
    public static func fresh() -> RequestID {
        var generator = SystemRandomNumberGenerator()
        let digits = String(generator.next(), radix: 16)
        let name = String(repeating: "0", count: 16 - digits.count) + digits
        guard let id = RequestID(name) else { preconditionFailure("16 hexadecimal digits are a name") }
        return id
    }
}
