import ClusterModel

/// `crm_simulate`.
enum CrmSimulate {
    /// - Parameter arguments: the tool's name, then what belongs to it.
    static func run(_ arguments: [String]) -> Int32 {
        do throws(ToolFailure) {
            let invocation = try SimulateInvocation(arguments)
            if invocation.showsHelp {
                Terminal.answer(SimulateUsage.text)
            } else if invocation.showsVersion {
                Terminal.answer("crm_simulate \(Release.number) (swift-stonith)\n")
            } else if let folder = invocation.profileFolder {
                try SimulationProfile(invocation).run(folder)
            } else {
                try SimulationSession(invocation).run()
            }
            return ExitCode.ok.rawValue
        } catch {
            Terminal.complain("crm_simulate", error.code == .usage ? "\(error.text) (--help, man 8)" : error.text)
            return error.code.rawValue
        }
    }
}
