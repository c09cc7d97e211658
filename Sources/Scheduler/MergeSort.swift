/// A stable sort that asks its questions in the order in which GLib's list sort asks them: where an order is not
/// consistent in itself, the result is Pacemaker's.
enum MergeSort {
    /// - Parameter sign: below zero where the left one goes first.
    static func sorted<Element>(_ elements: [Element], by sign: (Element, Element) -> Int) -> [Element] {
        guard elements.count > 1 else { return elements }
        let middle = elements.count / 2
        let left = sorted(Array(elements[..<middle]), by: sign)
        let right = sorted(Array(elements[middle...]), by: sign)
        return merged(left, right, by: sign)
    }

    private static func merged<Element>(
        _ left: [Element], _ right: [Element], by sign: (Element, Element) -> Int
    ) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(left.count + right.count)
        var places = (0, 0)
        while places.0 < left.count, places.1 < right.count {
            if sign(left[places.0], right[places.1]) <= 0 {
                result.append(left[places.0])
                places.0 += 1
            } else {
                result.append(right[places.1])
                places.1 += 1
            }
        }
        return result + left[places.0...] + right[places.1...]
    }
}
