import TestRig

/// Tests with RHCS agents of their own, which note what they are told.
protocol AgentSuite {
    /// A copy, for the agents.
    var stage: Stage { get }
    var folder: TemporaryFolder { get }
}

extension AgentSuite {
    func add(
        _ name: String = "fence_zz", actions: [String] = ["off", "on", "reboot", "status"],
        parameters: String = FakeAgent.plug, _ body: String = "exit 0"
    ) throws {
        let text = FakeAgent.text(
            actions: actions, parameters: parameters, told: folder.path("told-\(name)"), body)
        try stage.add(agent: name, text)
    }

    /// The options of each run, such as `action=off ip=h nodename=pm01 plug=4`.
    func runs(_ name: String = "fence_zz") -> [String] {
        ((try? folder.read("told-\(name)")) ?? "").split(separator: "-\n").map {
            $0.split(separator: "\n").joined(separator: " ")
        }
    }

    /// Of the runs that were about a node.
    func runsOfNodes(_ name: String = "fence_zz") -> [String] { runs(name).filter { $0.contains("nodename=") } }

    func daemon(_ configuration: String) throws -> RunningDaemon {
        try RunningDaemon(configuration + Primitive.budget(70), stage: stage)
    }
}
