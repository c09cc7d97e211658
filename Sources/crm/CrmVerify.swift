/// `crm_verify`.
enum CrmVerify {
    /// - Parameter arguments: the tool's name, then what belongs to it.
    static func run(_ arguments: [String]) -> Int32 { ExitCode.unimplemented.rawValue }
}
