import CStonithPlugin

/// The verdict, and what comes after it: no power command any more, only the way out.
extension Dialogue {
    mutating func succeed(_ evidence: stonith_evidence, _ text: String = "") -> Step {
        finish(Success(evidence, text))
    }

    mutating func finish(_ success: Success) -> Step {
        var success = success
        success.hints = facts.hints(settings)
        return logOut(Ending(outcome: .success(success), warnings: warnings))
    }

    /// A command that is out is not forgotten, and a node that was read off is fenced whatever failed after that.
    mutating func finish(_ failure: Failure) -> Step {
        switch fate {
        case .provenOff:
            warnings.append("it could not be powered on again: \(failure.text)")
            return finish(Success(STONITH_EVIDENCE_READ_BACK, "It was read back off."))
        case .nothing: return logOut(Ending(outcome: .failure(failure), warnings: warnings))
        case .out:
            let known = failure.code == STONITH_S_UNKNOWN || isStill(failure)
            let outcome = known ? failure : Failure(.noAnswerToCommand, settings, failure.text)
            return logOut(Ending(outcome: .failure(outcome), warnings: warnings))
        }
    }

    /// No command leaves any more. One that is out is still out, and a node that was read off is off.
    mutating func finishCancelled() -> Step {
        switch fate {
        case .nothing: return finish(Failure(.cancelled, settings))
        case .out: return finish(Failure(.noAnswerToCommand, settings, "cancelled: no further command was sent"))
        case .provenOff:
            warnings.append("cancelled: it is left off")
            return finish(Success(STONITH_EVIDENCE_READ_BACK, "It was read back off."))
        }
    }

    private func isStill(_ failure: Failure) -> Bool {
        !hasDoubt && [Cause.stillOn, .stillOff].map(\.rawValue).contains(failure.cause)
    }

    /// The time is up, or nothing more will come of waiting.
    mutating func finishLate() -> Step {
        if fate == .nothing { return finish(trouble ?? Failure(.noAnswer, settings)) }
        if taskPath != nil { return finish(Failure(.taskUnfinished, settings)) }
        if wasAccepted, command?.role == .off, lastRead == .on { return finish(Failure(.stillOn, settings)) }
        if wasAccepted, command?.role == .on, lastRead == .off { return finish(Failure(.stillOff, settings)) }
        let detail = lastRead.map { "it was last read \($0.word)" } ?? ""
        return finish(Failure(.noAnswerToCommand, settings, trouble.map { "\($0.text); \(detail)" } ?? detail))
    }
}
