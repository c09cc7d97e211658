import CStonithPlugin
import Glibc
import HTTPClient
import PluginKit
import RedfishCore

/// Carries a dialogue's steps out, within the time of the action.
struct Conversation {
    private var dialogue: Dialogue
    private let client: HTTPClient
    private let settings: Settings
    private let call: PluginCall
    /// For everything up to the verdict.
    private let workEnd: Deadline
    /// For the way out as well.
    private let end: Deadline
    private var lastProgress = ""

    /// Kept for the logout, and the most that it may hold a verdict up.
    private static let logoutMilliseconds: (kept: Int64, most: Int64) = (1000, 3000)
    /// Who cancels kills 1 s later: so long a login may still take then, and the logout after it.
    private static let cancelMilliseconds: Int64 = 400
    /// Cancels are looked for this often while nothing is to be done.
    private static let sliceMilliseconds: Int64 = 50
    /// What one exchange may take: half of what is left, and this at most, so that one lost answer is not the end.
    private static let exchangeMilliseconds: Int64 = 15_000

    init(_ dialogue: Dialogue, _ client: HTTPClient, _ settings: Settings, _ call: PluginCall) {
        self.dialogue = dialogue
        self.client = client
        self.settings = settings
        self.call = call
        end = call.deadline
        workEnd = Deadline(inMilliseconds: end.left - min(end.left / 10, Self.logoutMilliseconds.kept))
    }

    mutating func run() -> Dialogue.Ending {
        var step = dialogue.begin()
        while true {
            switch step {
            case .end(let ending): return ending
            case .ask(let ask): step = dialogue.take(carryOut(ask))
            case .pause(let milliseconds): step = dialogue.take(pause(milliseconds))
            }
        }
    }

    private mutating func carryOut(_ ask: Ask) -> Dialogue.Event {
        let isLast = ask.kind == .logout
        if !isLast {
            if call.isCancelled, dialogue.mayBeCancelled(before: ask) { return .cancelled }
            if workEnd.hasPassed { return .timeIsUp }
            showProgress()
        }
        do throws(HTTPError) {
            return .answer(Self.answer(try exchange(ask, until: isLast ? logoutEnd : exchangeEnd)))
        } catch {
            return error.cause == .cancelled ? .cancelled : .lost(TransportFailure.lost(error, settings))
        }
    }

    /// A command is given up until it is sent, and then never broken off. A login is a little later than the rest: a
    /// session that was opened meanwhile is one to log out of.
    private func exchange(_ ask: Ask, until: Deadline) throws(HTTPError) -> HTTPResponse {
        let watches = dialogue.mayBeCancelled(before: ask)
        let patience = ask.kind == .login ? Self.cancelMilliseconds : 0
        var brokenOff: Deadline?
        return try client.exchange(
            Self.request(ask), until: until,
            isCancelled: { [call] in
                guard watches, call.isCancelled else { return false }
                let moment = brokenOff ?? Deadline(inMilliseconds: patience)
                brokenOff = moment
                return moment.hasPassed
            })
    }

    private var exchangeEnd: Deadline {
        let left = workEnd.left
        return Deadline(inMilliseconds: min(max(left / 2, min(left, 500)), Self.exchangeMilliseconds))
    }

    private var logoutEnd: Deadline {
        let most = call.isCancelled ? Self.cancelMilliseconds : Self.logoutMilliseconds.most
        return Deadline(inMilliseconds: min(end.left, most))
    }

    /// Once a command is out, its end is worth knowing to whoever asks next.
    private var isCancelled: Bool { dialogue.mayBeCancelled && call.isCancelled }

    private mutating func pause(_ milliseconds: Int64) -> Dialogue.Event {
        showProgress()
        let over = Deadline(inMilliseconds: min(milliseconds, workEnd.left))
        while !over.hasPassed {
            if isCancelled { return .cancelled }
            usleep(UInt32(min(over.left, Self.sliceMilliseconds)) * 1000)
        }
        return workEnd.hasPassed ? .timeIsUp : .paused
    }

    private mutating func showProgress() {
        let doing = dialogue.doing
        guard doing != lastProgress else { return }
        lastProgress = doing
        call.say(STONITH_SAY_PROGRESS, doing)
    }

    // MARK: HTTP

    private static func request(_ ask: Ask) -> HTTPRequest {
        var request = HTTPRequest(
            ask.method, ask.path.text, headers: ask.headers.map { ($0.name, $0.value) }, body: ask.body)
        request.needsAnswer = ask.kind == .command
        return request
    }

    private static func answer(_ response: HTTPResponse) -> Answer {
        Answer(
            status: response.status, location: response.header("Location"), token: response.header("X-Auth-Token"),
            retryAfter: response.header("Retry-After"), body: response.body)
    }
}
