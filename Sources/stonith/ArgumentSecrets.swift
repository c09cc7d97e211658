import Glibc

/// Takes secrets off the command line, where `ps` shows them to every user.
enum ArgumentSecrets {
    /// Whether a parameter of this name holds a secret. For a native plugin its own table says so as well; before
    /// anything is loaded, and for scripts always, only the name can tell.
    static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        let isSetting = name.hasSuffix("_method") || name.hasSuffix("_script") || name.hasSuffix("_file")
        return !isSetting
            && name.indices.contains { index in
                ["pass", "secret", "community", "token", "k_g"].contains { name[index...].hasPrefix($0) }
            }
    }

    /// Overwrites every secret in argv, and all of `-p`, whose values have no names yet.
    /// Answers whether a password stood there in plain.
    static func overwrite(_ items: [OptionScanner.Item]) -> Bool {
        var found = false
        for item in items {
            switch item {
            case .option("p", let value?, let place):
                blank(place, length: value.utf8.count)
                found = true
            case .operand(let text, var place):
                guard let sign = text.firstIndex(of: "="), isSecret(String(text[..<sign])) else { continue }
                let value = text[text.index(after: sign)...]
                guard !isReference(value) else { continue }
                place.offset += text.utf8.count - value.utf8.count
                blank(place, length: value.utf8.count)
                found = found || !value.isEmpty && !namesFile(items)
            case .option: continue
            }
        }
        return found
    }

    private static func isReference(_ value: Substring) -> Bool {
        ["file:", "env:", "cred:"].contains { value.hasPrefix($0) }
    }

    /// `passwd_method=file`: what looks like a password is the name of a file.
    private static func namesFile(_ items: [OptionScanner.Item]) -> Bool {
        items.contains { if case .operand("passwd_method=file", _) = $0 { true } else { false } }
    }

    /// Three stars and nothing, whatever the length was.
    private static func blank(_ place: OptionScanner.Place, length: Int) {
        guard let argument = CommandLine.unsafeArgv[place.argument] else { return }
        for index in 0..<length { argument[place.offset + index] = index < 3 ? CChar(UInt8(ascii: "*")) : 0 }
    }
}
