import CLinux
import ClusterModel
import Control
import Glibc

/// A block of lines on a terminal that is drawn over itself.
final class LiveView {
    private var picture: EscalationPicture
    private let terminal: Terminal
    /// How many lines of it stand on the terminal.
    private var height = 0
    private var wasInterrupted = false

    init(_ picture: EscalationPicture, _ terminal: Terminal) {
        self.picture = picture
        self.terminal = terminal
    }

    func take(_ event: FencingEvent) {
        picture.take(event, at: .now())
        draw()
    }

    /// Something else was printed: what stands there stays.
    func startAnew() { height = 0 }

    /// For the last time, and whole: nothing is drawn over it any more, so that long lines may wrap.
    func finish() {
        picture.finish()
        draw(isLast: true)
    }

    func draw(isLast: Bool = false) {
        if linux_was_interrupted(), !wasInterrupted {
            wasInterrupted = true
            startAnew()
        }
        let (rows, columns) = Self.size
        var lines = picture.lines(at: .now(), Ink(isOn: true))
        if !isLast { lines = lines.suffix(max(1, rows - 1)).map { Self.cut($0, to: columns) } }
        var text = height > 0 ? "\u{1B}[\(height)A\r" : ""
        for line in lines { text += "\u{1B}[2K\(line)\n" }
        terminal.error(text + "\u{1B}[J")
        height = isLast ? 0 : lines.count
    }

    private static var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
            return (24, 80)
        }
        return (Int(size.ws_row), Int(size.ws_col))
    }

    /// A line that wrapped would spoil the count of lines. Colours take no room.
    static func cut(_ line: String, to columns: Int) -> String {
        var result = ""
        var (used, isColour) = (0, false)
        for character in line {
            if character == "\u{1B}" { isColour = true }
            if isColour || used < columns { result.append(character) }
            if !isColour { used += 1 } else if character == "m" { isColour = false }
        }
        return result
    }
}
