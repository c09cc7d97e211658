import Foundation

/// Waits until the condition is true, looking every 10 ms; false when it was not within the bound.
public func eventually(withinSeconds bound: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = DispatchTime.now() + bound
    while try !condition() {
        guard DispatchTime.now() < end else { return false }
        poll(nil, 0, 10)
    }
    return true
}

/// Whether a process is dead; one that only waits to be reaped is.
public func isDead(_ pid: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
    return status.contains(") Z ")
}
