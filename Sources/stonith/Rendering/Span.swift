/// A span of time for a person: `40 ms`, `2.1 s`, `45 s`, `11 min 50 s`.
struct Span: CustomStringConvertible {
    let milliseconds: Int64

    init(_ milliseconds: Int64) { self.milliseconds = max(0, milliseconds) }

    var description: String {
        switch milliseconds {
        case ..<1000: "\(milliseconds) ms"
        case ..<9950: tenths((milliseconds + 50) / 100)
        case ..<599_500: "\((milliseconds + 500) / 1000) s"
        default: minutes((milliseconds + 500) / 1000)
        }
    }

    private func tenths(_ tenths: Int64) -> String { "\(tenths / 10).\(tenths % 10) s" }

    private func minutes(_ seconds: Int64) -> String {
        switch seconds {
        case ..<7200: "\(seconds / 60) min" + (seconds % 60 == 0 ? "" : " \(seconds % 60) s")
        case ..<172_800: "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) days"
        }
    }

    /// In whole seconds, the begun one counted: what is left of a budget.
    static func left(_ milliseconds: Int64) -> String {
        let seconds = (max(0, milliseconds) + 999) / 1000
        return seconds < 600 ? "\(seconds) s" : Span(seconds * 1000).description
    }
}
