import ClusterModel

/// What a case is drawn with: numbers of its seed, the features it may have, and ids that nobody uses yet.
public struct Draw: Sendable {
    private var seed: Seed
    let features: Set<Feature>
    private var used = 0

    /// - Parameter features: nil for some of them, as the seed says.
    public init(_ number: UInt64, features: Set<Feature>? = nil) {
        seed = Seed(number)
        let percent: UInt64 = [25, 50, 75][Int(seed.next() % 3)]
        var drawn = Feature.some(&seed, percent: percent)
        if drawn.contains(.uncleanNodes), seed.next() % 4 > 0 { drawn.formUnion([.fencing, .fenceDevices]) }
        self.features = features ?? drawn
    }

    mutating func below(_ bound: Int) -> Int { Int(seed.next() % UInt64(bound)) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// Whether this of so many in a hundred has the feature; never where the case has not.
    mutating func has(_ feature: Feature, _ percent: Int) -> Bool { chance(percent) && features.contains(feature) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in elements.indices.reversed() { elements.swapAt(index, below(index + 1)) }
        return elements
    }

    /// At most so many of them, in their order.
    mutating func some<Element>(_ elements: [Element], atMost limit: Int) -> [Element] {
        let count = below(limit + 1)
        return shuffled(Array(elements.indices)).prefix(count).sorted().map { elements[$0] }
    }

    /// A new id that begins so.
    mutating func id(_ stem: String) -> String {
        used += 1
        return "\(stem)-\(used)"
    }

    /// A set of names and values with ids of their own.
    mutating func set(_ stem: String, _ values: [(String, String)], rule: Rule? = nil) -> AttributeSet {
        let id = id(stem)
        let pairs = values.map {
            AttributeSet.Pair(id: "\(id)-\($0.0.replacing("#", with: ""))", name: $0.0, value: $0.1)
        }
        return AttributeSet(attributes: ["id": id], rule: rule, pairs: pairs)
    }

    /// No set at all where there is nothing to say.
    mutating func sets(_ stem: String, _ values: [(String, String)]) -> [AttributeSet] {
        values.isEmpty ? [] : [set(stem, values)]
    }
}
