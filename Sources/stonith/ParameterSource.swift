import ClusterModel
import Execution
import Glibc

/// Turns what the command line says of parameters into a device's parameters.
enum ParameterSource {
    struct Failure: Error {
        var text: String
    }

    /// - Parameter names: the device's `-n` list.
    static func parameters(_ invocation: Invocation, names: @autoclosure () throws -> [String]) throws -> [Parameter] {
        let parameters: [Parameter]
        switch invocation.source {
        case .none, .pairs: parameters = invocation.pairs
        case .positional(let values): parameters = try positional(values.reveal(), names: names(), option: "-p")
        case .file(let path): parameters = try positional(try firstLine(of: path), names: names(), option: "-F")
        case .environment:
            parameters = try names().compactMap { name in
                Environment.value(name).map { Parameter(name: name, value: Secret($0)) }
            }
        }
        if let method = parameters.first(where: { $0.name == "passwd_method" }), method.value.reveal() == "file",
            let password = parameters.first(where: { $0.name == "passwd" }),
            SecretReference(password.value.reveal()) != nil
        {
            throw Failure(text: "passwd_method=file and passwd=file:… say the same in two ways: drop passwd_method")
        }
        return try parameters.map(resolved)
    }

    /// Values between white space, in the order of the names; the last name takes all that is left, with the blanks at
    /// its end (cluster-glue 1.0.12, stonith_string_to_NVpair).
    static func positional(_ text: String, names: [String], option: String) throws(Failure) -> [Parameter] {
        var rest = text.drop(while: \.isWhitespace)
        var parameters: [Parameter] = []
        for (index, name) in names.enumerated() {
            guard !rest.isEmpty else {
                let needed = names.joined(separator: " ")
                throw Failure(text: "\(option) gives \(index) values, and \(names.count) are needed: \(needed)")
            }
            let isLast = index == names.count - 1
            let value = isLast ? String(rest) : String(rest.prefix { !$0.isWhitespace })
            parameters.append(Parameter(name: name, value: Secret(value)))
            rest = rest.dropFirst(value.count).drop(while: \.isWhitespace)
        }
        return parameters
    }

    /// The first line of a parameter file that is neither empty nor a comment.
    private static func firstLine(of path: String) throws(Failure) -> String {
        let bytes: [UInt8]
        do { bytes = try BoundedFile.read(path) } catch {
            let reason = strerror(error.errno).map { String(cString: $0) } ?? ""
            throw Failure(text: "-F \(path) cannot be read: \(reason)")
        }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self).drop(while: \.isWhitespace).prefix { !$0.isNewline }
            if !text.isEmpty, !text.hasPrefix("#") { return String(text) }
        }
        throw Failure(text: "-F \(path) has no line with parameters")
    }

    private static func resolved(_ parameter: Parameter) throws -> Parameter {
        do { return try parameter.resolved() } catch {
            throw Failure(text: "parameter \(parameter.name): \(error.text)")
        }
    }
}
