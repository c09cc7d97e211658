import CStonithPlugin
import DeviceParameters

extension PluginCall {
    /// Answers `list`.
    ///
    /// - Parameter name: of the parameter that has the nodes.
    public func list(_ nodes: [String], from name: String) -> Int32 {
        guard !nodes.isEmpty else { return refuse(.missing(name)) }
        for node in nodes { say(STONITH_SAY_HOST, node) }
        return succeed()
    }

    public func refuse(_ mistake: ParameterMistake) -> Int32 {
        fail(STONITH_S_BADCONFIG, "bad-config", mistake.text)
    }

    /// Nil where the target is one of the nodes, or none was named; a device without nodes takes any.
    ///
    /// - Parameter name: of the parameter that has the nodes.
    public func refuseTarget(outside nodes: [String], from name: String) -> Int32? {
        guard !target.isEmpty, !nodes.isEmpty, !nodes.contains(target) else { return nil }
        return fail(
            STONITH_S_BADHOST, "wrong-target",
            "this device is for \(nodes.joined(separator: ", ")), as its \(name) says, not for \(target): "
                + "nothing was sent")
    }
}
