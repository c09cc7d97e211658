import ClusterModel

/// Makes a CIB of Pacemaker 1.0 to 2.0 one of today's form.
public enum CIBUpgrade {
    /// Answers what was changed, a line each.
    public static func upgrade(_ cib: inout CIB) -> [String] { [] }
}
