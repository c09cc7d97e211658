import CLinux
import ClusterModel
import Control
import Glibc

/// The `meatclient` command: a person's word that a node was reset, given to the daemon or to a `stonith -t meatware`.
struct MeatclientCommand {
    /// The exit status: cluster-glue's codes, of which 3 stands for two things.
    enum Ending: Int32 {
        case confirmed = 0
        case cancelledOrMisused = 3
        case noRequest = 4
        case failed = 8
    }

    /// Somebody who waits for the answer, and what shows that the node lives.
    private enum OpenRequest {
        case daemon(Inspection)
        case pipe(AnswerPipe, life: [String])
    }

    private enum Finding {
        case request(OpenRequest)
        /// Nobody asks; why, line by line.
        case nobody([String])
    }

    /// What ends the program without a confirmation.
    private struct Failure: Error {
        var text: String
        var ending = Ending.failed

        init(text: String) { self.text = text }

        init(_ error: DaemonError) {
            text = error.text
            if case .refused(let refusal) = error, refusal.code == .noRequest { ending = .noRequest }
        }
    }

    private let node: NodeName
    private let invocation: Invocation
    private let daemon: Daemon

    static func main() {
        linux_prepare_process()
        exit(run(CommandLine.arguments).rawValue)
    }

    private static func run(_ arguments: [String]) -> Ending {
        do throws(Invocation.Misuse) {
            let invocation = try Invocation(arguments)
            switch invocation.task {
            case .help: Console.say(Usage.long)
            case .version: Console.say("meatclient: \(Release.number) (swift-stonith)\n")
            case .confirm(let node): return MeatclientCommand(node, invocation).perform()
            }
            return .confirmed
        } catch {
            Console.error(Usage.short)
            Console.complain(error.text)
            return .cancelledOrMisused
        }
    }

    private init(_ node: NodeName, _ invocation: Invocation) {
        self.node = node
        self.invocation = invocation
        daemon = Daemon(socket: invocation.socket)
    }

    private func perform() -> Ending {
        do throws(Failure) {
            while true {
                switch try look() {
                case .request(let request): return try ask(request)
                case .nobody(let reasons):
                    guard invocation.waits else { return refuse(reasons) }
                    Console.say(".")
                    poll(nil, 0, Self.lookMilliseconds)
                }
            }
        } catch {
            Console.complain(error.text)
            return error.ending
        }
    }

    /// How often `-w` looks, which is how often cluster-glue's prints a dot.
    private static let lookMilliseconds: Int32 = 1000

    private func refuse(_ reasons: [String]) -> Ending {
        for reason in reasons { Console.error(Console.plain(reason) + "\n") }
        return .noRequest
    }

    // MARK: Who asks?

    private func look() throws(Failure) -> Finding {
        if invocation.needsNoRequest { return .request(.daemon(try inspect())) }
        let standing = daemon.standing(of: node)
        if standing == .waitsForPerson {
            let inspection = try inspect()
            if inspection.isWaiting { return .request(.daemon(inspection)) }
        }
        do throws(AnswerPipe.Failure) {
            return .request(.pipe(try AnswerPipe(for: node), life: life(standing)))
        } catch {
            let text = error.text(AnswerPipe.path(for: node))
            guard case .nobody = error else { throw Failure(text: text) }
            return .nobody(["Meatware_IPC failed: \(text)", "meatclient: \(explanation(standing))"])
        }
    }

    private func inspect() throws(Failure) -> Inspection {
        do { return try daemon.inspect(node) } catch { throw Failure(error) }
    }

    /// What a daemon that does not ask knows of the node all the same; where it knows nothing, nothing shows.
    private func life(_ standing: Daemon.Standing) -> [String] {
        if case .absent = standing { return [] }
        do { return try daemon.inspect(node).life } catch { return [] }
    }

    private func explanation(_ standing: Daemon.Standing) -> String {
        switch standing {
        case .waitsForPerson, .asksNobody: "stonithd asks nobody to reset \(node)"
        case .absent(let text): text
        }
    }

    // MARK: The operator's word

    private func ask(_ request: OpenRequest) throws(Failure) -> Ending {
        var life =
            switch request {
            case .daemon(let inspection): inspection.life
            case .pipe(_, let life): life
            }
        while true {
            let question = ConfirmationQuestion(node: node, life: life, isForced: invocation.forces)
            Console.say(question.text)
            guard let manner = question.manner(of: ConfirmationQuestion.readAnswer()) else {
                Console.say("Meatware_client: operation canceled.\n")
                return .cancelledOrMisused
            }
            // The node may have come to life while the operator thought.
            life = try confirm(request, manner)
            if life.isEmpty {
                Console.say("Meatware_client: reset confirmed.\n")
                return .confirmed
            }
        }
    }

    /// Answers what shows that the node lives, where that kept the word from being taken.
    private func confirm(_ request: OpenRequest, _ manner: Confirmation.Manner) throws(Failure) -> [String] {
        switch request {
        case .daemon(let inspection):
            var order = ConfirmOrder(
                node: node, manner: manner, terminal: ConfirmationQuestion.terminal,
                withoutRequest: invocation.needsNoRequest)
            // The word is for what the operator saw, and for nothing that was asked meanwhile.
            order.requests = inspection.requests
            do { return try daemon.confirm(order) } catch { throw Failure(error) }
        case .pipe(let pipe, _):
            do { try pipe.confirm() } catch { throw Failure(text: error.text(AnswerPipe.path(for: node))) }
            return []
        }
    }
}
