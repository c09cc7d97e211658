import CStonithPlugin
import RSADialogue

extension BoardFailure {
    var code: stonith_code {
        switch cause {
        case .wrongLogin, .tooLittlePrivilege: STONITH_S_ACCESS
        case .noSuchHost: STONITH_S_BADCONFIG
        case .refused, .unreachable, .silent, .saysNothing, .noAnswer, .closed: STONITH_S_TIMEOUT
        case .noAnswerToCommand: STONITH_S_UNKNOWN
        case .busy, .noLoginPrompt, .noSuchCommand, .errorAnswer, .noState, .tooMuch, .stillOn, .stillOff:
            STONITH_S_RESETFAIL
        case .cancelled, .system: STONITH_S_OOPS
        }
    }
}

extension Success.Basis {
    var evidence: stonith_evidence {
        switch self {
        case .none: STONITH_EVIDENCE_NONE
        case .accepted: STONITH_EVIDENCE_ACCEPTED
        case .readBack: STONITH_EVIDENCE_READ_BACK
        }
    }
}
