import Control

/// One verb with what its command line says.
protocol VerbTask {
    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse)

    /// Carries it out and answers the exit status.
    func perform(_ session: VerbSession) throws(DaemonError) -> Int32
}
