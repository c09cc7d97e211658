/// What the executable can be: by the name under which it was called, or by its first word.
enum CrmTool: CaseIterable {
    case configure
    case simulate
    case verify
    case cibadmin

    /// - Parameter name: argv's first, with or without a path; plain `crm` is none of them.
    init?(calledAs name: String) {
        guard let name = name.split(separator: "/").last else { return nil }
        self.init(word: String(name))
    }

    init?(word: String) {
        guard let tool = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = tool
    }

    var word: String {
        switch self {
        case .configure: "configure"
        case .simulate: "crm_simulate"
        case .verify: "crm_verify"
        case .cibadmin: "cibadmin"
        }
    }

    /// For `crm --help`.
    var summary: String {
        switch self {
        case .configure: "show, check or change a configuration in the crm language"
        case .simulate: "show what a cluster would do, and why"
        case .verify: "check a cluster information base"
        case .cibadmin: "look at and change a cluster information base"
        }
    }

    /// - Parameter arguments: the tool's name, then what belongs to it.
    func run(_ arguments: [String]) -> Int32 {
        let code =
            switch self {
            case .configure: Configure.run(arguments)
            case .simulate: CrmSimulate.run(arguments)
            case .verify: CrmVerify.run(arguments)
            case .cibadmin: Cibadmin.run(arguments)
            }
        return Terminal.finish(word, code)
    }
}
