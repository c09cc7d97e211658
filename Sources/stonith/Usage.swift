/// The texts of `--help` and misuse.
enum Usage {
    static let short = """
        usage:
        \t stonith [-svh] -L
        \t stonith [-svh] -t stonith-device-type -n
        \t stonith [-svh] -t stonith-device-type -m
        \t stonith [-svh] -t stonith-device-type {-p stonith-device-parameters | -F stonith-device-parameters-file \
        | -E | name=value...} [-c count] -lS
        \t stonith [-svh] -t stonith-device-type {-p stonith-device-parameters | -F stonith-device-parameters-file \
        | -E | name=value...} [-c count] -T {reset|on|off} nodename

        where:
        \t-L\tlist supported stonith device types
        \t-l\tlist hosts controlled by this stonith device
        \t-S\treport stonith device status
        \t-s\tsilent
        \t-v\tverbose
        \t-n\toutput the config names of stonith-device-parameters
        \t-m\tdisplay meta-data of the stonith device type
        \t-h\tdisplay detailed help message with stonith device description(s)

        """

    static let long =
        short + """
            \t-T\treset, on or off; a nodename without -T is reset
            \t-p\tparameter values, in the order of -n
            \t-F\tthe same on one line of a file
            \t-E\ttake parameters from the environment, under the names that -n lists
            \t-c\tperform -l, -S and -T this many times
            \t-d\tdebug, may be repeated
            \t-V\tversion
            \t--timeout SECONDS\tend -l, -S and -T after this long (60; 600 where a person is asked)
            \t--json\tone JSON object a line on stdout for each -l, -S and -T
            \t--help\tthis text

            A secret need not stand on the command line: passwd=file:PATH, env:NAME or cred:NAME.

            exit status: 0 done, 1 bad configuration or misuse, 2 login refused, 3 action not supported, 4 device does
            not control the node, 5 device answered and the action failed, 6 no answer in time, 7 node is off,
            8 the plugin failed, 255 hosts could not be listed.  Manual: stonith(8)

            with stonithd (stonith VERB --help tells more):
            \(VerbUsage.list)
            """

    static let device = """
        For Config info [-p] syntax, give each of the above parameters in order as
        the -p value.
        Arguments are separated by white space.
        Config file [-F] syntax is the same as -p, except # at the start of a line
        denotes a comment

        """
}
