import ClusterModel

extension NodeState {
    /// In the cluster and well, or out of it as expected.
    mutating func setMembership(isMember: Bool) {
        attributes["in_ccm"] = isMember ? "true" : "false"
        attributes["crmd"] = isMember ? "online" : "offline"
        attributes["join"] = isMember ? "member" : "down"
        attributes["expected"] = isMember ? "member" : "down"
        attributes["crm-debug-origin"] = "crm_simulate"
    }

    /// What a node leaves behind that is gone: neither history nor attributes.
    mutating func leave() {
        setMembership(isMember: false)
        histories = []
        transientAttributes = []
    }

    /// Counts a failure as the attribute daemon does; an operation that went well, and a probe that found nothing, are
    /// none.
    ///
    /// - Returns: the attributes as 2.1.5 names them in its report.
    mutating func countFailure(
        of resource: String, _ task: String, _ intervalMilliseconds: Int, code: Int, at now: Int
    ) -> [(name: String, value: String)] {
        guard code != 0, code != 7 || intervalMilliseconds != 0 else { return [] }
        let operation = "\(resource)#\(task)_\(intervalMilliseconds)"
        let count = "fail-count-\(operation)"
        setTransient(count, transient(count).flatMap { Score($0) }.map { ($0 + Score(1)).description } ?? "1")
        setTransient("last-failure-\(operation)", String(now))
        return [(count, "value++"), ("last-failure-\(operation)", String(now))]
    }

    /// Forgets how often operations of a resource, and of its instances, failed, and when.
    mutating func clearFailures(of resource: String) {
        for index in transientAttributes.indices {
            transientAttributes[index].pairs.removeAll { pair in
                guard let failure = Self.failure(pair.name) else { return false }
                let name = failure.prefix { $0 != "#" }
                return name == resource || name.hasPrefix("\(resource):")
            }
        }
    }

    private static func failure(_ attribute: String) -> Substring? {
        for prefix in ["fail-count-", "last-failure-"] where attribute.hasPrefix(prefix) {
            return attribute.dropFirst(prefix.count)
        }
        return nil
    }

    private func transient(_ name: String) -> String? {
        transientAttributes.lazy.compactMap { $0[name] }.first
    }

    private mutating func setTransient(_ name: String, _ value: String) {
        for set in transientAttributes.indices {
            guard let index = transientAttributes[set].pairs.firstIndex(where: { $0.name == name }) else { continue }
            transientAttributes[set].pairs[index].value = value
            return
        }
        if transientAttributes.isEmpty { transientAttributes = [AttributeSet(attributes: ["id": id])] }
        let owner = transientAttributes[0].id
        transientAttributes[0].pairs.append(.init(id: "\(owner)-\(Self.idPart(name))", name: name, value: value))
    }

    /// As XML wants ids: `#` and `:` become dots.
    private static func idPart(_ name: String) -> String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ":") ? 46 : $0 }, as: UTF8.self)
    }
}
