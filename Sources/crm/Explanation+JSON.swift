import Scheduler
import Wire

extension Explanation {
    /// The parts of the paragraph, for programs.
    var json: JSONLine {
        var line = JSONLine()
        line.add("resource", resource)
        line.add("nodes", chosen)
        line.add("outcome", outcome.rawValue)
        line.add("hindrance", hindrance)
        line.add("restart", restart)
        if !activeTogether.isEmpty { line.add("active", activeTogether) }
        line.add("reason", reason)
        line.add("scores", nodes.map(\.json))
        line.add("movers", movers)
        line.add("obstacles", obstacles)
        line.add("constraints", constraints)
        return line
    }
}

extension Explanation.Node {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("node", name)
        if let score { line.add("score", Int64(score)) }
        line.add("parts", parts)
        if let obstacle { line.add("obstacle", obstacle) }
        return line
    }
}
