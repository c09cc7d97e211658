/// Where a device's password is, by `passwd_method`: `param`, `env` or `file`.
public enum PasswordSource: Equatable, Sendable {
    case given(String)
    /// The file whose first line it is.
    case file(path: String)
}

extension ParameterReader {
    /// - Parameter variable: of the environment, which `passwd_method=env` falls back to.
    public func password(
        _ name: String, or others: String..., variable: String, environment: (String) -> String?
    ) throws(ParameterMistake) -> PasswordSource {
        let method = self["passwd_method"] ?? "param"
        switch method {
        case "param": return .given(try given([name] + others).value)
        case "file": return .file(path: try given([name] + others).value)
        case "env":
            guard let password = (try? given([name] + others).value) ?? environment(variable) else {
                throw ParameterMistake("passwd_method=env, and neither \(name) nor the variable \(variable) is set")
            }
            return .given(password)
        default: throw .bad("passwd_method", method, "param, env or file")
        }
    }
}
