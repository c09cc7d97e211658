extension ClusterReading {
    /// What a statement may begin with, in any case.
    public static let keywords = Keyword.all

    /// The statement of these words, as a shell hands them over.
    public static func statement(_ words: [String]) -> String {
        let isXML = words.first?.lowercased() == "xml"
        return words.map { isXML ? $0 : Quoting.word($0) }.joined(separator: " ") + "\n"
    }
}
