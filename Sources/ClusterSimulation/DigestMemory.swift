/// Digests of texts that come again and again: a resource is probed on every node with the same parameters.
final class DigestMemory {
    private let make: (String) -> String
    private var known: [String: String] = [:]

    init(_ make: @escaping (String) -> String) { self.make = make }

    func digest(_ text: String) -> String {
        if let digest = known[text] { return digest }
        let digest = make(text)
        known[text] = digest
        return digest
    }
}
