import ClusterModel
import FencingCore

/// What requests may be told.
extension FencingChecker {
    mutating func answer(_ record: FencingRecord) {
        let id = record.request.id
        guard let verdict = record.verdict else { return fail("\(id): an answer without a verdict") }
        guard let known = open.removeValue(forKey: id) else { return checkRepeated(record, verdict) }
        answered[id] = verdict
        closed[id] = known
        if case .confirmed(record.request.target, _, _, _) = event { expectWord(for: record.request.target) }
        count(verdict)
        check(record.request == known.request, "\(id): answered as another request")
        check(record.milliseconds == now.milliseconds(since: known.arrived), "\(id): its time is wrong")
        let isAbandoned = verdict.cause == .abandoned && isResuming
        check(
            now <= known.request.deadline || verdict.outcome == .refused || isAbandoned, "\(id): answered too late (F4)"
        )
        if verdict.cause == .abandoned { checkAbandoned(known, verdict) }
        checkOwn(known, verdict)
        checkVerdict(known, verdict)
        remember(known.request, verdict)
        overtake(known.request, verdict)
    }

    /// What was due at the moment of a change, is done as before it.
    private mutating func overtake(_ request: FencingRequest, _ verdict: FencingVerdict) {
        var setups = [setup]
        if case .configured = event { setups.append(setupBefore) }
        guard setups.allSatisfy({ Self.cutsOff(verdict, $0) }) else { return }
        for (id, known) in open where known.request.target == request.target && known.request.action == .on {
            open[id]?.isOvertaken = true
        }
    }

    static func cutsOff(_ verdict: FencingVerdict, _ setup: FencingSetup) -> Bool {
        verdict.outcome == .fenced
            && setup.devices.contains { $0.unfences && verdict.devices.contains($0.id) }
    }

    /// An id that was answered gets the same answer again; a person's word without a request has an id of its own.
    private mutating func checkRepeated(_ record: FencingRecord, _ verdict: FencingVerdict) {
        let id = record.request.id
        if case .requested(let request, _) = event, request.id == id {
            return check(answered[id] == verdict, "\(id): another answer than before")
        }
        check(id.description.hasPrefix("confirm-") && answered[id] == nil, "\(id): answered twice (F4)")
        if verdict.outcome == .fenced { checkNothingRuns(record.request.target, id) }
        answered[id] = verdict
        remember(record.request, verdict)
    }

    mutating func remember(_ request: FencingRequest, _ verdict: FencingVerdict) {
        guard verdict.isSuccess else { return }
        nodes[request.target, default: NodeHistory()].leave(request, verdict, isAccess: isAccess(verdict))
        if nodes[request.target]?.attempt?.requests.contains(request.id) == true {
            nodes[request.target]?.attempt?.hasSucceeded = true
        }
    }

    /// Nothing but devices that unfence.
    private func isAccess(_ verdict: FencingVerdict) -> Bool {
        !verdict.devices.isEmpty && verdict.devices.allSatisfy(unfencers.contains)
    }

    private mutating func checkOwn(_ known: Request, _ verdict: FencingVerdict) {
        let request = known.request
        let isForbidden = !mayAct(on: request)
        let isAbandoned = verdict.cause == .abandoned
        if isForbidden {
            check(verdict.outcome == .refused || isAbandoned, "\(request.id): the own node without self (F5)")
        }
        switch verdict.cause {
        case .ownNode:
            let unfences = request.action == .on && !setup.unfencers(of: request.target).isEmpty
            let isOwn = request.target == setup.localNode && !request.allowsSelf
            check(isOwn && !unfences, "\(request.id): refused as the own node (F5)")
        case .expired: check(request.deadline <= known.arrived, "\(request.id): refused as expired")
        case .stopping: check(stopAt != nil, "\(request.id): nothing stops")
        default: break
        }
    }

    private mutating func checkVerdict(_ known: Request, _ verdict: FencingVerdict) {
        let request = known.request
        switch verdict.outcome {
        case .fenced where verdict.confirmation != nil:
            check(known.isConfirmed, "\(request.id): fenced on a word that nobody gave (F1)")
            checkNothingRuns(request.target, request.id)
        case .fenced, .poweredOn: checkSuccess(known, verdict)
        case .failed: checkFailure(known)
        case .unknown, .refused, .held:
            check(verdict.evidence == .none, "\(request.id): evidence for \(verdict.outcome.rawValue) (F1)")
        }
    }

    private mutating func checkNothingRuns(_ node: NodeName, _ id: RequestID) {
        let running = runs.values.first {
            $0.order.target == node && !$0.isExamination && !$0.mayBeGivenUp(at: now)
        }
        if let running { fail("\(id): a word counts while #\(running.order.id.number) runs (F8)") }
    }

    /// Success is one whole level: each device said so, after the request came, on no less than was asked for.
    private mutating func checkSuccess(_ known: Request, _ verdict: FencingVerdict) {
        let request = known.request
        check((verdict.outcome == .poweredOn) == (request.action == .on), "\(request.id): another kind of success")
        guard let number = verdict.level, let history = nodes[request.target], history.knows(number, verdict.devices)
        else { return fail("\(request.id): success of no level (F1)") }
        let devices = request.action == .on ? verdict.devices.filter { kinds[$0]?.canPowerOn == true } : verdict.devices
        let outlets = devices.flatMap { device in plugs(device, request.target).map { (device, $0) } }
        for (device, plug) in outlets {
            let outcome =
                request.action == .on || request.action == .off
                ? history.outcome(device, plug, since: known.mark, request.action)
                : history.outcome(device, plug, since: known.mark, .off, .reset)
            guard let outcome, outcome.code == .ok else {
                return fail("\(request.id): \(device) did not succeed after the request came (F1, F2)")
            }
            check(outcome.evidence >= verdict.evidence, "\(request.id): \(device) has less evidence (F7)")
        }
        check(verdict.evidence > .none, "\(request.id): success without evidence (F1)")
        check(verdict.isAccessOnly == isAccess(verdict), "\(request.id): power and access are confused (F9)")
        let isEnough = request.action == .on || verdict.evidence >= request.minimumEvidence
        check(isEnough, "\(request.id): less evidence than asked for (F7)")
    }

    /// A power command may be out: whoever waited for it must not hear of a plain failure.
    private mutating func checkFailure(_ known: Request) {
        let request = known.request
        guard nodes[request.target]?.attempt?.requests.contains(request.id) == true else { return }
        let running = runs.values.first {
            $0.order.target == request.target && !$0.isExamination && !$0.mayBeGivenUp(at: now)
                && kinds[$0.order.device]?.canPowerOn == true
        }
        let isLost = nodes[request.target]?.attempt?.acts.contains {
            $0.isLost && $0.place >= known.mark && kinds[$0.device]?.canPowerOn == true
        }
        check(isLost != true, "\(request.id): failed, and nobody knows what came of an action (F1)")
        if let running { fail("\(request.id): failed while #\(running.order.id.number) runs; it is unknown (F1)") }
    }
}
