import ClusterModel
import Glibc
import Options

/// Takes secrets off the command line, where `ps` shows them to every user.
enum ArgumentSecrets {
    /// Overwrites every secret in argv, and all of `-p`, whose values have no names yet.
    /// Answers whether a password stood there in plain.
    static func overwrite(_ items: [OptionScanner.Item], in arguments: Arguments = CommandLine.unsafeArgv) -> Bool {
        var found = false
        for item in items {
            switch item {
            case .option("p", .some, let place):
                blank(arguments[place.argument].map { $0 + place.offset })
                found = true
            case .operand(let text, let place):
                guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), Parameter.isSecret(String(text[..<sign]))
                else {
                    continue
                }
                let value = text[text.utf8.index(after: sign)...]
                guard !isReference(value) else { continue }
                blank(arguments[place.argument].flatMap { strchr($0, Int32(UInt8(ascii: "="))) }.map { $0 + 1 })
                found = found || !value.isEmpty && !namesFile(items)
            case .option: continue
            }
        }
        return found
    }

    typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    private static func isReference(_ value: Substring) -> Bool {
        ["file:", "env:", "cred:"].contains { value.hasPrefix($0) }
    }

    /// `passwd_method=file`: what looks like a password is the name of a file.
    private static func namesFile(_ items: [OptionScanner.Item]) -> Bool {
        items.contains { if case .operand("passwd_method=file", _) = $0 { true } else { false } }
    }

    /// Three stars and nothing, whatever the length was. The length is that of the bytes in argv: where they are not
    /// UTF-8 Swift's copy of them is longer, and what stands behind the argument is not ours.
    private static func blank(_ value: UnsafeMutablePointer<CChar>?) {
        guard let value else { return }
        for index in 0..<strlen(value) { value[index] = index < 3 ? CChar(UInt8(ascii: "*")) : 0 }
    }
}
