/// Where the XML for a command comes from.
enum XMLSource: Equatable {
    case file(String)
    case pipe
    case text(String)

    /// For messages.
    var name: String {
        switch self {
        case .file(let path): path
        case .pipe: "standard input"
        case .text: "the text given"
        }
    }

    func read() throws(FileBytes.Failure) -> [UInt8] {
        switch self {
        case .file(let path): try FileBytes.read(path)
        case .pipe: try FileBytes.read("-")
        case .text(let text): Array(text.utf8)
        }
    }
}
