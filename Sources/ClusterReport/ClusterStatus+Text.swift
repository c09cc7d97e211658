extension ClusterStatus {
    /// What `crm_simulate` prints before the first part, if there is anything: that nothing is managed, or how much is
    /// disabled or blocked.
    ///
    /// - Returns: whether anything was written.
    public func writeNotice(to outline: inout Outline) -> Bool {
        if inMaintenance {
            outline.blankLine()
            outline.line("              *** Resource management is DISABLED ***")
            outline.line("  The cluster will not attempt to start, stop or recover services")
        }
        guard counts.disabled > 0 || counts.blocked > 0 else { return inMaintenance }
        if inMaintenance { outline.blankLine() }
        outline.line(
            "\(counts.disabled) of \(counts.all) resource instances DISABLED and \(counts.blocked) BLOCKED "
                + "from further action due to failure")
        return true
    }

    /// The node list and the full list of resources, under a heading.
    public func write(to outline: inout Outline, title: String) {
        outline.begin(title)
        if !nodes.isEmpty {
            writeNodes(to: &outline)
            outline.blankLine()
        }
        outline.begin("Full List of Resources")
        for resource in resources { resource.write(to: &outline) }
        if resources.isEmpty { outline.item("No resources") }
        outline.end()
        outline.end()
    }

    private func writeNodes(to outline: inout Outline) {
        outline.begin("Node List")
        for node in nodes where !node.isPlain { outline.item("Node \(node.name): \(node.text)") }
        let plain = nodes.filter(\.isPlain)
        Self.write("Online", plain.filter(\.isOnline).map(\.name), to: &outline)
        Self.write("OFFLINE", plain.filter { !$0.isOnline }.map(\.name), to: &outline)
        outline.end()
    }

    private static func write(_ name: String, _ nodes: [String], to outline: inout Outline) {
        if !nodes.isEmpty { outline.item(name, "[ \(nodes.joined(separator: " ")) ]") }
    }
}

extension ResourceStatus {
    func write(to outline: inout Outline) {
        switch self {
        case .primitive(let primitive): outline.item(primitive.text)
        case .group(let group): group.write(to: &outline)
        case .clone(let clone): clone.write(to: &outline)
        }
    }

    /// ` (unmanaged, disabled)`, or nothing.
    static func flags(_ words: (word: String, holds: Bool)...) -> String {
        let words = words.filter(\.holds).map(\.word)
        return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
    }
}

extension PrimitiveStatus {
    /// One line in 2.1.5's words.
    public var text: String {
        var text = "\(id)\t(\(agent)):\t"
        if isOrphan { text += " ORPHANED" }
        text += isFailed ? " FAILED" : " \(pendingState ?? role.text)"
        if isFailed, role > .unpromoted { text += " \(role.text)" }
        if let node { text += " \(node)" }
        if let failedProbe { text += " (\(failedProbe)) " }
        text += ResourceStatus.flags(
            ("UNCLEAN", isNodeLost), (pendingOperation ?? "", pendingOperation != nil), ("disabled", isDisabled),
            ("blocked", isBlocked), ("unmanaged", !isManaged && !isBlocked), ("failure ignored", ignoresFailure))
        if nodes.count > 1 {
            if let description { text += " \(description)" }
            text += " [ \(nodes.joined(separator: " ")) ]"
        }
        return text
    }
}

extension GroupStatus {
    func write(to outline: inout Outline) {
        let flags = ResourceStatus.flags(("unmanaged", !isManaged), ("disabled", isDisabled))
        outline.begin("Resource Group: \(id)\(flags)")
        for member in members { member.write(to: &outline) }
        outline.end()
    }
}

extension CloneStatus {
    func write(to outline: inout Outline) {
        let flags = ResourceStatus.flags(("unmanaged", !isManaged), ("disabled", isDisabled))
        outline.begin("Clone Set: \(id) [\(child)]\(flags)")
        for instance in instances { instance.write(to: &outline) }
        if !started.isEmpty { outline.item("Started: [ \(started.joined(separator: " ")) ]") }
        for stopped in stopped { outline.item("\(stopped.text): [ \(stopped.nodes.joined(separator: " ")) ]") }
        outline.end()
    }
}
