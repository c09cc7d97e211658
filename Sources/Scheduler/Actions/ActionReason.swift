/// Why an action is required, or cannot be done.
public enum ActionReason: Equatable, Sendable {
    /// In Pacemaker 2.1.5's words: "node availability".
    case words(String)
    /// Another action is required.
    case required(ActionIndex)
    /// Another action cannot be done.
    case unrunnable(ActionIndex)
    /// A resource that it must be with cannot start.
    case colocation(ResourceIndex)
}

extension ActionTable {
    /// As 2.1.5 prints it after "due to"; nil where there is no reason.
    public func reasonText(of action: ActionIndex) -> String? {
        switch actions[action].reason {
        case nil: nil
        case .words(let text): text
        case .required(let other): "required \(subject(of: other))"
        case .unrunnable(let other): "unrunnable \(subject(of: other))"
        case .colocation(let resource): "colocation with \(resourceNames[Int(resource.value)])"
        }
    }

    /// `vip start`, or only the task where it is about no resource.
    private func subject(of action: ActionIndex) -> String {
        let text = self.text(of: actions[action].task)
        guard let resource = actions[action].resource else { return text }
        return "\(resourceNames[Int(resource.value)]) \(text)"
    }
}
