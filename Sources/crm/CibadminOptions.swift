import Options

/// The options of `cibadmin`, short and long.
enum CibadminOptions {
    private static let commands: [(short: String, long: String, command: CibadminRequest.Command)] = [
        ("Q", "query", .query), ("C", "create", .create), ("M", "modify", .modify), ("R", "replace", .replace),
        ("D", "delete", .delete), ("d", "delete-all", .deleteAll), ("u", "upgrade", .upgrade), ("E", "erase", .erase),
        ("B", "bump", .bump), ("a", "empty", .empty), ("5", "md5-sum", .digest),
        ("6", "md5-sum-versioned", .versionedDigest), ("h", "help", .help), ("?", "help", .help),
        ("$", "version", .version),
    ]

    private static let others: [(short: String, long: String, takesValue: Bool)] = [
        ("x", "xml-file", true), ("X", "xml-text", true), ("p", "xml-pipe", false), ("o", "scope", true),
        ("A", "xpath", true), ("f", "force", false), ("c", "allow-create", false), ("n", "no-children", false),
        ("e", "node-path", false), ("s", "sync-call", false), ("l", "local", false), ("t", "timeout", true),
        ("V", "verbose", false), ("U", "user", true), ("N", "node", true), ("P", "patch", false),
        ("S", "show-access", false),
    ]

    static func command(_ name: String) -> CibadminRequest.Command? {
        commands.first { $0.short == name || $0.long == name }?.command
    }

    static func long(_ name: String) -> String { others.first { $0.short == name }?.long ?? name }

    static func items(_ arguments: [String]) throws(CibadminFailure) -> [OptionScanner.Item] {
        var takesValue: [String: Bool] = [:]
        for option in commands { (takesValue[option.short], takesValue[option.long]) = (false, false) }
        for option in others {
            (takesValue[option.short], takesValue[option.long]) = (option.takesValue, option.takesValue)
        }
        do throws(OptionScanner.Failure) { return try OptionScanner(takesValue: takesValue).scan(arguments) } catch {
            throw CibadminRequest.misuse(error.text)
        }
    }
}

extension CibadminRequest {
    static let help = """
        usage: CIB_file=FILE cibadmin COMMAND [OPTIONS]

        Commands:
          -Q, --query               print the CIB, or a part of it
          -C, --create              put something in; it must not be there yet
          -M, --modify              change something; it must be there, unless -c is given
          -R, --replace             put something in the place of what is there
          -D, --delete              take something out
          -d, --delete-all          with --xpath: take all that it means out (--force)
          -u, --upgrade             bring an old CIB to today's form (--force)
          -E, --erase               make it empty (--force)
          -B, --bump                count its epoch up
          -a, --empty               print an empty CIB
          -5, --md5-sum             the digest of a CIB as a file
          -6, --md5-sum-versioned   the digest of a CIB as it is sent
          -h, --help  -$, --version

        What it is about:
          -x, --xml-file FILE  -X, --xml-text XML  -p, --xml-pipe
          -o, --scope SECTION       configuration, nodes, resources, constraints, crm_config, rsc_defaults,
                                    op_defaults, acls, fencing-topology, tags, alerts, status
          -A, --xpath PATH          in place of a section
          -e, --node-path           with --query --xpath: only where it is
          -n, --no-children         with --query: without what stands in it
          -c, --allow-create        with --modify
          -f, --force               for what could destroy much

        Exits with 0, 105 when it is not there, 108 when it is there already, 103 when it is older than what is there,
        78 when the result could not be used.  Manual: cibadmin(8)

        """
}
