/// What `idle-agent` noted: when a failing one ended, when the next began.
enum Notes {
    /// Milliseconds from the last end before each beginning to that beginning; the median.
    static func median(_ text: String) throws -> Double {
        var ended: Double?
        var spans: [Double] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let moment = Double(words[1]) else { continue }
            if words[0] == "ended" { ended = moment }
            if words[0] == "began", let end = ended {
                spans.append(moment - end)
                ended = nil
            }
        }
        guard !spans.isEmpty else { throw Measuring.Failure.failed("no level followed another: \(text)") }
        return Measuring.median(spans)
    }
}
