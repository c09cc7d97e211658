/// The physical lines that backslashes make one, joined as crmsh 4.4 does (utils.lines2cli): each is stripped of blanks
/// at both ends, and of the backslashes at its end.
struct LogicalLine {
    private(set) var bytes: [UInt8] = []
    /// Where in the file each stretch of `bytes` comes from, in order.
    private var stretches: [(start: Int, place: SourceText.Place)] = []
    /// Where a line ends in a yen sign, which Japanese fonts and slides show for a backslash.
    private(set) var yenSigns: [SourceText.Place] = []

    /// Takes the next logical line from `next` on, and moves `next` behind it.
    init(_ source: SourceText, next: inout Int) {
        while next < source.lineCount {
            let goesOn = take(source, next)
            next += 1
            if !goesOn { break }
        }
        while let last = bytes.last, last.isBlank { bytes.removeLast() }
    }

    /// Answers whether the line ends in a backslash.
    private mutating func take(_ source: SourceText, _ number: Int) -> Bool {
        let whole = source.line(number)
        var line = whole.drop { $0.isBlank }
        while let last = line.last, last.isBlank { line = line.dropLast() }
        var goesOn = line.last == .backslash
        while line.last == .backslash { line = line.dropLast() }
        if let sign = Self.yenSign(of: line), stretches.first != nil || line.first != .hash {
            line = line.dropLast(sign)
            yenSigns.append(.init(line: number, byte: line.endIndex - whole.startIndex))
            goesOn = true
        }
        stretches.append((bytes.count, .init(line: number, byte: line.startIndex - whole.startIndex)))
        bytes += Self.withoutComment(line, isFirst: stretches.count == 1)
        return goesOn
    }

    /// The number of bytes of the yen sign, narrow or wide, at a line's end.
    private static func yenSign(of line: ArraySlice<UInt8>) -> Int? {
        ["\u{A5}", "\u{FFE5}"].map { Array($0.utf8) }.first { line.suffix($0.count).elementsEqual($0) }?.count
    }

    /// Within a statement a line that begins with `#` and a blank is left out, so that one can be commented away.
    private static func withoutComment(_ line: ArraySlice<UInt8>, isFirst: Bool) -> ArraySlice<UInt8> {
        guard !isFirst, line.first == .hash, line.dropFirst().first.map(\.isBlank) ?? true else { return line }
        return []
    }

    /// crmsh takes a comment that ends in a backslash to go on in the next line.
    var isComment: Bool { bytes.first == .hash }
    var isEmpty: Bool { bytes.isEmpty }
    var lineCount: Int { stretches.count }

    /// Where the byte at an offset stands in the file.
    func place(_ offset: Int) -> SourceText.Place {
        let stretch = stretches[stretchIndex(offset)]
        return .init(line: stretch.place.line, byte: stretch.place.byte + offset - stretch.start)
    }

    /// The part of a range that stands in one line of the file, in bytes of that line.
    func part(of range: Range<Int>, inLine number: Int) -> Range<Int>? {
        guard let first = stretches.first, stretches.indices.contains(number - first.place.line) else { return nil }
        let index = number - first.place.line
        let stretch = stretches[index]
        let end = index + 1 < stretches.count ? stretches[index + 1].start : bytes.count
        let part = range.clamped(to: stretch.start..<max(stretch.start, end))
        guard !part.isEmpty else { return nil }
        let shift = stretch.place.byte - stretch.start
        return part.lowerBound + shift..<part.upperBound + shift
    }

    private func stretchIndex(_ offset: Int) -> Int {
        var (low, high) = (0, stretches.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if stretches[middle].start <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
