import Foundation

/// A story as text: comments, directives, `----`, and what came of them up to the next empty line.
struct Scenario {
    enum Part: Equatable {
        /// A comment or an empty line.
        case text(String)
        case block(directives: [String], expected: [String])
    }

    var parts: [Part] = []

    init(_ source: String) {
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        if lines.last == "" { lines.removeLast() }
        while let line = lines.first {
            if line.isEmpty || line.hasPrefix("#") {
                parts.append(.text(line))
                lines.removeFirst()
            } else {
                parts.append(Self.block(&lines))
            }
        }
    }

    private static func block(_ lines: inout ArraySlice<String>) -> Part {
        var directives: [String] = []
        while let line = lines.popFirst(), line != "----" { directives.append(line) }
        var expected: [String] = []
        while let line = lines.first, !line.isEmpty {
            expected.append(line)
            lines.removeFirst()
        }
        return .block(directives: directives, expected: expected)
    }

    /// The same story with what really came of each block.
    func played() throws -> Scenario {
        var stage = try ScenarioStage()
        var result = self
        for (index, part) in parts.enumerated() {
            guard case .block(let directives, _) = part else { continue }
            result.parts[index] = .block(directives: directives, expected: try stage.play(directives))
        }
        return result
    }

    var source: String {
        let texts = parts.map { part in
            switch part {
            case .text(let line): line
            case .block(let directives, let expected): (directives + ["----"] + expected).joined(separator: "\n")
            }
        }
        return texts.joined(separator: "\n") + "\n"
    }
}
