/// What is done with a hypervisor, each a call that blocks.
public protocol Hypervisor: AnyObject {
    /// Connects; what there was before is dropped.
    func open() throws(HypervisorError)

    /// Looks the domain up anew: whether it is on; nil: the hypervisor has no such domain.
    /// One that was migrated away is there still, and is not on.
    func isOn(_ domain: FencedDomain) throws(HypervisorError) -> Bool?

    /// What it does, for one that was found before.
    func state(of domain: FencedDomain) throws(HypervisorError) -> DomainState

    /// One command, sent once, to a domain that was found before. Answers whether the domain is on now, where the
    /// answer to the command tells.
    func send(_ command: PowerCommand, to domain: FencedDomain) throws(HypervisorError) -> Bool?

    func uuid(of domain: FencedDomain) throws(HypervisorError) -> String

    /// The name that the hypervisor's host gives itself.
    func hostName() throws(HypervisorError) -> String
}

public enum PowerCommand: Equatable, Sendable {
    /// Ends the domain at once, as pulling the plug would.
    case destroy
    /// Starts it without the image of its memory that a managed save left: that is of before, and a node that was off
    /// must not wake up with it.
    case start
    /// Its reset button.
    case reset
}
