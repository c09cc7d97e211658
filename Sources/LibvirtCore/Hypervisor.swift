/// What is done with a hypervisor, each a call that blocks.
public protocol Hypervisor: AnyObject {
    /// Connects; what there was before is dropped.
    func open() throws(HypervisorError)

    /// Nil: the hypervisor has no such domain.
    func state(of domain: FencedDomain) throws(HypervisorError) -> DomainState?

    /// One command, sent once.
    func send(_ command: PowerCommand, to domain: FencedDomain) throws(HypervisorError)

    /// Whether a saved image of its memory would be loaded by the next start.
    func hasSavedImage(_ domain: FencedDomain) throws(HypervisorError) -> Bool

    func uuid(of domain: FencedDomain) throws(HypervisorError) -> String

    /// The name that the hypervisor's host gives itself.
    func hostName() throws(HypervisorError) -> String
}

public enum PowerCommand: Equatable, Sendable {
    /// Ends the domain at once, as pulling the plug would.
    case destroy
    case start
    /// Starts it without the image of its memory that a managed save left.
    case startAfresh
    /// Its reset button.
    case reset
}
