import CStonithPlugin

/// Why an action failed: its code, the cause as a word for programs, and what an operator should do.
public struct Failure: Error, Equatable, Sendable {
    public var code: stonith_code
    public var cause: String
    public var text: String

    public init(_ code: stonith_code, _ cause: String, _ text: String) {
        self.code = code
        self.cause = cause
        self.text = text
    }

    /// - Parameters:
    ///   - place: which service.
    ///   - detail: the service's own words, for the end of the message.
    init(_ cause: Cause, _ settings: Settings, _ detail: String = "") {
        let end = detail.isEmpty ? "" : " (\(detail))"
        self.init(cause.code, cause.rawValue, "\(settings.place): \(cause.explanation(settings))\(end)")
    }
}

/// An exchange that brought no answer.
public struct Lost: Equatable, Sendable {
    public var failure: Failure
    /// The request, or a part of it, may have reached the service.
    public var wasSent: Bool
    /// A connection that ended, rather than a service that is not there.
    public var isWorthAnotherTry: Bool

    public init(_ failure: Failure, wasSent: Bool, isWorthAnotherTry: Bool) {
        self.failure = failure
        self.wasSent = wasSent
        self.isWorthAnotherTry = isWorthAnotherTry
    }
}
