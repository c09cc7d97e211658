import Foundation
import TestRig

/// How long things take, in milliseconds.
enum Measuring {
    enum Failure: Error {
        case failed(String)
    }

    /// From start to exit; the program must succeed.
    static func timed(_ path: String, _ arguments: [String], _ more: [String: String] = [:]) throws -> Double {
        let run = try ProcessRun.run(path, arguments, environment: ProcessRun.plainEnvironment.merging(more) { $1 })
        guard run.status == 0 else { throw Failure.failed("\(path): \(run.output)\(run.errors)") }
        return run.milliseconds
    }

    static func clocked(_ body: () throws -> Void) rethrows -> Double {
        let begin = DispatchTime.now()
        try body()
        return Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e6
    }

    static func median(of count: Int, _ body: () throws -> Double) rethrows -> Double {
        var values: [Double] = []
        for _ in 0..<count { values.append(try body()) }
        return median(values)
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
