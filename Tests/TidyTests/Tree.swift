import Foundation
import TestRig

/// The files of the repository as they lie there, without what a build made.
enum Tree {
    struct File: Sendable {
        /// From the repository's root, such as `Sources/Wire/ExecReply.swift`.
        var path: String
        var text: String

        var name: String { String(path.split(separator: "/").last ?? "") }
        var lines: [Substring] {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.last == "" ? lines.dropLast() : lines
        }

        func isIn(_ folders: String...) -> Bool { folders.contains { path.hasPrefix($0 + "/") } }
        func ends(in endings: String...) -> Bool { endings.contains { path.hasSuffix($0) } }
    }

    /// Every text file; what is not UTF-8 is no text.
    static let files: [File] = {
        let root = Stage.repository
        guard let paths = FileManager.default.enumerator(atPath: root) else { return [] }
        var files: [File] = []
        for case let path as String in paths {
            if isMade(path) {
                paths.skipDescendants()
            } else if let text = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) {
                files.append(File(path: path, text: text))
            }
        }
        return files.sorted { $0.path < $1.path }
    }()

    static let swift = files.filter { $0.ends(in: ".swift") }
    static let c = files.filter { $0.ends(in: ".c", ".h") }

    private static func isMade(_ path: String) -> Bool {
        [".git", ".build", ".stage"].contains { path == $0 || path.hasPrefix($0 + "-") }
            || path == "Package.resolved" || path.hasPrefix("Tests/Fuzz/corpus/") || path.hasSuffix("__pycache__")
    }
}
