import Testing

@testable import stonith

/// On an argv of the test's own, its arguments one behind the other as the kernel lays them.
@Suite struct ArgumentOverwriteTests {
    /// What argv holds afterwards, byte for byte, and whether a password was seen.
    private static func overwrite(_ arguments: [[UInt8]]) throws -> (argv: [[UInt8]], found: Bool) {
        var memory = arguments.flatMap { $0 + [0] } + Array("HOME=/".utf8) + [0]
        let texts = arguments.map { String(decoding: $0, as: UTF8.self) }
        let items = try Invocation.scanner.scan(texts)
        let found = memory.withUnsafeMutableBufferPointer { memory in
            memory.withMemoryRebound(to: CChar.self) { memory in
                var pointers: [UnsafeMutablePointer<CChar>?] = []
                var offset = 0
                for argument in arguments {
                    pointers.append(memory.baseAddress.map { $0 + offset })
                    offset += argument.count + 1
                }
                return pointers.withUnsafeMutableBufferPointer { pointers in
                    pointers.baseAddress.map { ArgumentSecrets.overwrite(items, in: $0) } ?? false
                }
            }
        }
        let lengths = arguments.map(\.count) + [6]
        var rest = memory[...]
        let argv = lengths.map { length in
            defer { rest = rest.dropFirst(length + 1) }
            return Array(rest.prefix(length))
        }
        return (argv, found)
    }

    private static func overwrite(_ line: String...) throws -> (texts: [String], found: Bool) {
        let (argv, found) = try overwrite(line.map { Array($0.utf8) })
        return (argv.map { String(decoding: $0, as: UTF8.self).replacing("\0", with: "") }, found)
    }

    @Test func aPasswordIsGoneAndNothingElse() throws {
        let (texts, found) = try Self.overwrite("stonith", "-t", "x", "userid=u", "passwd=hogehoge", "-T", "off", "n1")
        #expect(texts == ["stonith", "-t", "x", "userid=u", "passwd=***", "-T", "off", "n1", "HOME=/"])
        #expect(found)
    }

    @Test func allOfAPositionalListIsGone() throws {
        #expect(
            try Self.overwrite("stonith", "-p", "n1 hogehoge", "n1").texts == ["stonith", "-p", "***", "n1", "HOME=/"])
        #expect(try Self.overwrite("stonith", "-lSpn1 hogehoge", "n1").texts == ["stonith", "-lSp***", "n1", "HOME=/"])
    }

    @Test func aReferenceStaysAndIsNoPassword() throws {
        for value in ["file:/x", "env:X", "cred:x"] {
            let (texts, found) = try Self.overwrite("stonith", "passwd=\(value)")
            #expect(texts == ["stonith", "passwd=\(value)", "HOME=/"])
            #expect(!found)
        }
    }

    @Test func theNameOfAPasswordFileIsNoPassword() throws {
        #expect(try !Self.overwrite("stonith", "passwd_method=file", "passwd=/x").found)
        #expect(try !Self.overwrite("stonith", "passwd=").found)
        #expect(try !Self.overwrite("stonith", "userid=passwd").found)
    }

    @Test func aPasswordThatIsNotUTF8TakesNothingElseWithIt() throws {
        let password = [UInt8](repeating: 0xFC, count: 9)
        let (argv, found) = try Self.overwrite([Array("s".utf8), Array("passwd=".utf8) + password, Array("node".utf8)])
        #expect(found)
        #expect(argv[1] == Array("passwd=***".utf8) + [UInt8](repeating: 0, count: 6))
        #expect(argv[2...] == [Array("node".utf8), Array("HOME=/".utf8)])
    }

    @Test func aPasswordThatBeginsWithACombiningMarkIsFoundToo() throws {
        #expect(try Self.overwrite("s", "passwd=\u{338}x").texts == ["s", "passwd=***", "HOME=/"])
    }
}
