import ClusterModel
import Wire

extension Diagnostic {
    /// As `stonith check --json` shows it.
    var json: JSONLine {
        var line = JSONLine()
        line.add("severity", severity.rawValue)
        line.add("line", Int64(self.line))
        line.add("column", Int64(column))
        line.add("text", text)
        line.add("advice", advice)
        return line
    }
}
