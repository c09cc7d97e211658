/// A program that is told what happens: `alert` of a configuration.
public struct AlertConfiguration: Sendable, Equatable {
    /// What it may be told of; an alert's `select` leaves some out.
    public enum Kind: String, Sendable, CaseIterable {
        /// Of a node that is to be fenced.
        case fencing
        /// Of this node: its devices, its journal.
        case node
    }

    /// For whom it is run, and with what.
    public struct Recipient: Sendable, Equatable {
        /// An address, a file, whatever the program makes of it; empty where the alert names none.
        public var value: String
        /// Become the program's environment; those of the alert are among them.
        public var attributes: [Parameter]
        /// One run takes this long at most.
        public var timeoutMilliseconds: Int64
        /// As of strftime(3), with `%N` and `%06N` for parts of a second.
        public var timestampFormat: String

        public init(
            value: String = "", attributes: [Parameter] = [], timeoutMilliseconds: Int64 = timeoutMillisecondsDefault,
            timestampFormat: String = timestampFormatDefault
        ) {
            self.value = value
            self.attributes = attributes
            self.timeoutMilliseconds = timeoutMilliseconds
            self.timestampFormat = timestampFormat
        }
    }

    /// As in Pacemaker 2.1 (Pacemaker Explained, "Alerts").
    public static let timeoutMillisecondsDefault: Int64 = 30_000
    public static let timestampFormatDefault = "%H:%M:%S.%06N"

    public var id: String
    /// Begins with `/`.
    public var path: String
    public var kinds: Set<Kind>
    /// One at least.
    public var recipients: [Recipient]

    public init(id: String, path: String, kinds: Set<Kind> = Set(Kind.allCases), recipients: [Recipient]) {
        self.id = id
        self.path = path
        self.kinds = kinds
        self.recipients = recipients
    }
}
