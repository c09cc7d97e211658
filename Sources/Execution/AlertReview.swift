import ClusterModel

/// What is wrong with configured alerts beyond the file that they stand in.
public enum AlertReview {
    /// A line for each, the alert's id first.
    public static func findings(_ alerts: [AlertConfiguration]) -> [String] {
        alerts.flatMap { alert in
            let secrets = Set(alert.recipients.flatMap(\.attributes).map(\.name).filter(Parameter.isSecret)).sorted()
            let handed = secrets.map { "\(alert.id): \($0) is handed to \(alert.path) in its environment" }
            do throws(TrustedPath.Refusal) {
                _ = try TrustedPath.check(alert.path, mustExecute: true)
                return handed
            } catch { return ["\(alert.id) cannot run: \(error.text)"] + handed }
        }
    }
}
