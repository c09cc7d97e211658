/// The text of `stonithd --help`.
enum DaemonUsage {
    static let text = """
        usage: stonithd [--foreground] [--node NAME] [--config FILE] [--policy FILE] [--socket PATH]
                        [--state FOLDER] [--log FILE] [--readable-log FILE] [--no-realtime] [--no-lock]
               stonithd --check [--config FILE] [--policy FILE]

        The fencing daemon: carries out fencing requests with the stonith primitives of a crm shell configuration,
        level after level, until one succeeds with evidence, a person confirms, or the time is up.

          --node NAME          this node's name (uname -n)
          --config FILE        the configuration (/etc/stonith/stonith.crm)
          --policy FILE        who may do what (/etc/stonith/policy; where it is missing, root and group haclient act)
          --socket PATH        where clients are served (/run/stonith/stonithd.sock)
          --state FOLDER       where the journal lies (/var/lib/stonith)
          --log FILE           log in ha-log form (/var/log/ha-log)
          --readable-log FILE  the few lines that an operator needs (/var/log/stonithd.log); none for no such file
          -f, --foreground     stay in the foreground and log to the terminal as well
          --no-realtime        keep the scheduling that it was started with, and not SCHED_RR
          --no-lock            do not lock its memory
          --check              say what is wrong with configuration and policy, and end
          -h, --help           this text
          -V, --version

        SIGHUP reads configuration and policy again; SIGTERM finishes what is open within 30 s and ends.

        exit status: 0 ended by SIGTERM, or both files are good; 1 misuse, mistakes in one of them, or it could not
        start.  Manual: stonithd(8), stonith.crm(5), stonith-policy(5), stonith(8)

        """
}
