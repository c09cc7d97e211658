import Glibc

/// Opens a session, trying one cipher suite after the other.
struct SOLOpening {
    enum Result {
        case open(SOLSession)
        case failed(SOLError)
        /// Something came on the descriptor that is waited on meanwhile.
        case interrupted
    }

    let wish: ConsoleWish
    /// Readable when nobody wants the session any more.
    let interruption: Int32

    func run() -> Result {
        var last = SOLError(.noCipherSuite, wish.place)
        for suite in wish.settings.cipherSuites {
            switch open(suite) {
            // A suite that a BMC does not have is refused in more than one way; what is wrong with a user or a console
            // is wrong with each suite.
            case .failed(let error) where [.noCipherSuite, .errorAnswer].contains(error.cause): last = error
            case let result: return result
            }
        }
        return .failed(last)
    }

    private func open(_ suite: UInt8) -> Result {
        let session: SOLSession
        do { session = try SOLSession(wish, suite: suite) } catch { return .failed(error) }
        var entries = [session.descriptor, interruption].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while true {
            guard poll(&entries, 2, -1) > 0 else { continue }
            if entries[1].revents != 0 { return .interrupted }
            var byte: UInt8 = 0
            let count = read(session.descriptor, &byte, 1)
            if count == 1 { return .open(session) }
            if count == 0 || errno != EINTR && errno != EAGAIN { return .failed(session.failure) }
        }
    }
}
