import CibStore
import Glibc

/// Why a tool ends without having done what it was asked to.
struct ToolFailure: Error, Equatable {
    var text: String
    var code: ExitCode

    init(_ text: String, _ code: ExitCode) {
        self.text = text
        self.code = code
    }
}

extension ToolFailure {
    static func misuse(_ text: String) -> ToolFailure { ToolFailure(text, .usage) }

    /// A file that was to be read.
    init(reading failure: FileBytes.Failure) { self.init(failure.text, failure.exitCode) }

    /// A file that was to be written.
    init(writing failure: FileBytes.Failure) {
        self.init(failure.text, failure.exitCode == .noPermission ? .noPermission : .cannotCreate)
    }
}

extension StoreError {
    var exitCode: ExitCode {
        switch self {
        case .system(_, _, EACCES), .system(_, _, EPERM), .system(_, _, EROFS): .noPermission
        case .system: .inputOutput
        case .missing: .noSuch
        case .wrongDigest: .wrongDigest
        case .older: .old
        case .noCIB: .badConfiguration
        case .locked: .timeout
        }
    }
}
