import ClusterModel

/// Places are named by names of elements, or by numbers among the elements in each.
extension XMLElement {
    public subscript(path: [String]) -> XMLElement? {
        guard let name = path.first else { return self }
        return elements.first { $0.name == name }?[Array(path.dropFirst())]
    }

    public subscript(place: [Int]) -> XMLElement? {
        guard let number = place.first else { return self }
        return elements.dropFirst(number).first?[Array(place.dropFirst())]
    }

    /// Nil when there is no such place.
    @discardableResult
    mutating func change<Answer>(at path: [String], _ body: (inout XMLElement) -> Answer) -> Answer? {
        guard let name = path.first else { return body(&self) }
        for index in children.indices {
            guard case .element(var child) = children[index], child.name == name else { continue }
            let answer = child.change(at: Array(path.dropFirst()), body)
            children[index] = .element(child)
            return answer
        }
        return nil
    }

    mutating func change(at place: [Int], _ body: (inout XMLElement) -> Void) {
        guard let number = place.first else { return body(&self) }
        guard let index = index(ofElement: number), case .element(var child) = children[index] else { return }
        child.change(at: Array(place.dropFirst()), body)
        children[index] = .element(child)
    }

    mutating func remove(at place: [Int]) {
        guard let last = place.last else { return }
        change(at: Array(place.dropLast())) { parent in
            if let index = parent.index(ofElement: last) { parent.children.remove(at: index) }
        }
    }

    private func index(ofElement number: Int) -> Int? {
        children.indices.filter { if case .element = children[$0] { true } else { false } }.dropFirst(number).first
    }

    /// Itself, or the first inside it, from the top on; false where there is none.
    mutating func changeFirst(where fits: (XMLElement) -> Bool, _ body: (inout XMLElement) -> Void) -> Bool {
        if fits(self) {
            body(&self)
            return true
        }
        for index in children.indices {
            guard case .element(var child) = children[index], child.changeFirst(where: fits, body) else { continue }
            children[index] = .element(child)
            return true
        }
        return false
    }

    @discardableResult
    mutating func removeFirst(where fits: (XMLElement) -> Bool) -> Bool {
        for index in children.indices {
            guard case .element(var child) = children[index] else { continue }
            if fits(child) {
                children.remove(at: index)
                return true
            }
            guard child.removeFirst(where: fits) else { continue }
            children[index] = .element(child)
            return true
        }
        return false
    }

    /// The same thing by name and id; without an id the name is enough.
    func isSame(as other: XMLElement) -> Bool {
        name == other.name && (other["id"] == nil || self["id"] == other["id"])
    }

    /// Whether it has this name and all these attributes.
    func has(_ other: XMLElement) -> Bool {
        name == other.name && other.attributes.pairs.allSatisfy { self[$0.name] == $0.value }
    }

    /// Takes over attributes, and parts: those that are there are merged, others added.
    mutating func merge(_ other: XMLElement) {
        for pair in other.attributes.pairs { self[pair.name] = counted(pair) ?? pair.value }
        for child in other.elements {
            let index = children.firstIndex { if case .element(let own) = $0 { own.isSame(as: child) } else { false } }
            if let index, case .element(var own) = children[index] {
                own.merge(child)
                children[index] = .element(own)
            } else {
                children.append(.element(child))
            }
        }
    }

    /// `epoch="epoch++"` and `epoch="epoch+=5"` count up what is there.
    private func counted(_ pair: ElementAttributes.Pair) -> String? {
        guard pair.value.hasPrefix(pair.name + "+") else { return nil }
        let rest = pair.value.dropFirst(pair.name.count)
        let step = rest == "++" ? 1 : rest.hasPrefix("+=") ? Int(rest.dropFirst(2)) : nil
        return step.map { String($0.addingCapped(Int(self[pair.name] ?? "") ?? 0)) }
    }
}

extension Int {
    fileprivate func addingCapped(_ other: Int) -> Int {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge || sum > 1_000_000 && other <= 1_000_000 ? 1_000_000 : sum
    }
}
