import CLibvirt
import Glibc
import LibvirtCore

/// What libvirt is told once a process.
public enum LibvirtLibrary {
    /// Sets up the library and what it hands to the programs that it starts. Starts no thread and leaves no file open:
    /// a process may be forked afterwards.
    public static func warm() {
        // Its warnings would stand among the words of an action that failed otherwise; errors come back from its calls.
        setenv("LIBVIRT_DEBUG", "4", 0)
        virInitialize()
        beQuiet()
        virEventRegisterDefaultImpl()
        // ssh must never ask anybody, neither a person nor an agent of one who happens to be logged in.
        for name in ["SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "XAUTHORITY"] { unsetenv(name) }
        // No libvirtd of this process: it would end with the action.
        setenv("LIBVIRT_AUTOSTART", "0", 1)
    }

    /// libvirt would print each error on standard error beside what it returns.
    private static func beQuiet() { virSetErrorFunc(nil) { _, _ in } }

    /// In a process that is for one action only: a broken pipe is an error of a call, starting ssh does not walk
    /// through all descriptors that a server may have, and libvirt's signs of life are sent and missed.
    public static func prepareProcess() throws(HypervisorError) {
        signal(SIGPIPE, SIG_IGN)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_cur, 1024)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        try startEventLoop()
    }

    /// Timers of libvirt run on the loop of its user, and a call that waits for an answer waits for ever without.
    private static func startEventLoop() throws(HypervisorError) {
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { _ in
                while virEventRunDefaultImpl() == 0 {}
                return nil
            }, nil)
        guard error == 0 else { throw HypervisorError(.library, String(cString: strerror(error))) }
    }
}
