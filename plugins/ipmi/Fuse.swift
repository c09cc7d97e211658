import Glibc

/// Takes the socket away from libfreeipmi before it sends a command again.
///
/// The library repeats every request that is not answered, each time as a new one, and a BMC resets its node for each.
/// It cannot be told not to. So a timer puts /dev/null in the place of its socket just before the first repetition; the
/// library's own sending then fails.
enum Fuse {
    /// Set before the timer is, and read by its handler: dup2() is all a handler may do here.
    nonisolated(unsafe) private static var socket: Int32 = -1
    nonisolated(unsafe) private static var nothing: Int32 = -1
    nonisolated(unsafe) private static var hasBlown = false

    /// Runs the body; answers whether the fuse blew meanwhile.
    ///
    /// - Parameter socket: the library's.
    static func guarding(_ socket: Int32, milliseconds: Int, _ body: () -> Void) -> Bool {
        self.socket = socket
        nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        hasBlown = false
        signal(SIGALRM) { _ in Fuse.blow() }
        set(milliseconds)
        body()
        set(0)
        close(nothing)
        return hasBlown
    }

    private static func blow() {
        hasBlown = true
        dup2(nothing, socket)
    }

    private static func set(_ milliseconds: Int) {
        var timer = itimerval()
        timer.it_value = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }
}
