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

    func draw() {
        if linux_was_interrupted(), !wasInterrupted {
            wasInterrupted = true
            startAnew()
        }
        let (rows, columns) = Self.size
        let lines = picture.lines(at: .now(), Ink(isOn: true)).suffix(max(1, rows - 1))
        var text = height > 0 ? "\u{1B}[\(height)A\r" : ""
        for line in lines { text += "\u{1B}[2K" + Self.cut(line, to: columns) + "\n" }
        terminal.error(text + "\u{1B}[J")
        height = lines.count
    }

    private static var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return (24, 80) }
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
