import ClusterModel

/// The parameters of one device as they are written.
struct DeviceValues {
    struct Value {
        var text: String
        var word: Word
    }

    let statement: Statement
    private(set) var all: [String: Value] = [:]

    init(_ statement: Statement) { self.statement = statement }

    subscript(name: String) -> Value? { all[name] }

    /// False when there is one of this name.
    mutating func take(_ name: String, _ value: Value) -> Bool {
        guard all[name] == nil else { return false }
        all[name] = value
        return true
    }

    /// Nil, with a mistake, when it is no time.
    func time(_ name: String, _ report: inout Report) -> Int64? {
        guard let value = all[name] else { return nil }
        let time = ScalarSyntax.milliseconds(value.text)
        if time == nil { mistake(name, "\(name) is no time", "write for example 60s, 2min or 500ms", &report) }
        return time
    }

    /// A time that something must be done in.
    func span(_ name: String, for what: String, _ report: inout Report) -> Int64? {
        guard let time = time(name, &report) else { return nil }
        if time == 0 {
            mistake(
                name, "a \(name) of 0 lets the device do nothing", "write how long \(what) may take, such as 60s",
                &report)
        }
        return time
    }

    /// Nil, with a mistake, when it is no whole number of the range.
    func number(_ name: String, in range: ClosedRange<Int>, _ advice: String, _ report: inout Report) -> Int? {
        guard let value = all[name] else { return nil }
        if let number = Int(value.text), range.contains(number) { return number }
        mistake(name, "\(name) is no whole number that can stand here", advice, &report)
        return nil
    }

    func mistake(_ name: String, _ text: String, _ advice: String, _ report: inout Report) {
        add(.mistake, name, text, advice, &report)
    }

    func warn(_ name: String, _ text: String, _ advice: String, _ report: inout Report) {
        add(.warning, name, text, advice, &report)
    }

    private func add(
        _ severity: Diagnostic.Severity, _ name: String, _ text: String, _ advice: String, _ report: inout Report
    ) {
        guard let word = all[name]?.word else { return }
        report.add(severity, statement, word, text, advice: advice)
    }
}
