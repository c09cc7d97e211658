/// What this release is called: every program says it with `--version`, the daemon in its greeting and status.
public enum Release {
    public static let number = "0.4.0"
}
