import TestRig

/// What one way to reset a node costs, measured at a simulated board of its own.
struct ResetCost {
    var milliseconds: Double
    var roundTrips: Int

    /// - Parameters:
    ///   - runs: what the median is taken of; one reset before them is counted.
    ///   - isRight: whether the board is afterwards as it should be.
    init<Board>(
        _ board: Board, runs: Int, roundTrips: (Board) throws -> Int, isRight: (Board) throws -> Bool,
        _ reset: (Board) throws -> Double
    ) throws {
        _ = try reset(board)
        self.roundTrips = try roundTrips(board)
        milliseconds = try Measuring.median(of: runs) { try reset(board) }
        guard try isRight(board) else { throw Measuring.Failure.failed("a node was left off, or a session open") }
    }

    /// By bare `stonith`, from its start to its exit.
    static func wholeProcess(_ type: String, _ parameters: [String], password: String) throws -> Double {
        try Measuring.timed(
            Stage.shared.stonith, ["-s", "-t", type] + parameters + ["-T", "reset", "pm01"], ["PASSWORD": password])
    }
}
