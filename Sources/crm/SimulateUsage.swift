/// The text of `crm_simulate --help`.
enum SimulateUsage {
    static let text = """
        usage: crm_simulate {-x FILE | -p} [-R | -S | -X] [OPTIONS]

        shows what a cluster does with a cluster information base (CIB), and why

        where the CIB comes from
          -x, --xml-file FILE          a file; without it the one that CIB_file names
          -p, --xml-pipe               the standard input

        what to do with it
          -R, --run                    show what the cluster would do
          -S, --simulate               the same, carry it out in one's head, and show what comes of it
          -X, --in-place               the same, and write the result over FILE
          -s, --show-scores            show every score that decided
              --why RESOURCE           say why a resource is where it is, and what would move it
          -P, --profile DIR            schedule every .xml of a folder, and show the seconds it took
          -N, --repeat N               with -P: so many times

        what to make up before (what comes of it: with -R or -S)
          -u, --node-up NODE           a node joins
          -d, --node-down NODE         a node leaves
          -f, --node-fail NODE         a node is lost
          -i, --op-inject OPERATION    an operation ended so
          -F, --op-fail OPERATION      with -S: an operation ends so
          -q, --quorum BOOL            the cluster has quorum, or not
          -w, --watchdog BOOL          nodes have a watchdog, or not
          -t, --set-datetime TIME      it is that time (ISO 8601)

        what to write
          -I, --save-input FILE        the CIB with what was made up
          -O, --save-output FILE       the CIB at the end
          -G, --save-graph FILE        the transition graph, as XML
          -D, --save-dotfile FILE      the transition graph, for dot(1)
          -a, --all-actions            with -D: actions that need not be done, too
              --json                   one JSON object instead of text
              --output-to FILE         the answer, into a file
              --text-fancy             headings with -s too
          -Q, --quiet                  nothing but what was asked for by name
          -V, --verbose                more messages
              --help, --version

        not there yet: -A, -c and -U (attributes, fail counts, utilization), -g, -r, -b and -e (tickets)

        OPERATION is RESOURCE_TASK_INTERVAL@NODE=CODE, the interval in milliseconds, the code one of OCF's:
        httpd_monitor_10000@pm01=7 is a monitor every 10 s that found httpd stopped on pm01.

        exit status: 0 done, 1 the transition cannot be carried out, 3 not there yet, 64 misuse, 65 the CIB is none,
        66 no such file, 69 no cluster to look at, 73 a file cannot be written, 77 no permission, 78 the CIB asks for
        what cannot be scheduled yet, 105 no such node or resource.  Manual: crm_simulate(8)

        """
}
