/// The text of `stonith journal --help`.
enum JournalUsage {
    static let text = """
        usage: stonith journal show [--node NODE] [--request ID] [--since TIME] [-n N] [--json]
               stonith journal verify [--head HASH] [FILE...]
               stonith journal export [--since TIME] [--from N] [--to N]

        show    what stonithd did and why, one entry a line, the newest last
        verify  whether the journal is as it was written: each line that was edited, and each that is missing, is named
        export  the lines as they are, to be kept elsewhere; verify reads such a FILE

          --node NODE       entries about this node
          --request ID      entries about this request
          --since TIME      later ones: 2026-03-30, "2026-03-30 14:43", 14:43 of today, or 90s, 15m, 12h, 7d ago
          -n N              the newest N of these
          --json            the lines as they are, instead of text
          --head HASH       this hash, of syslog's "journal head" line or noted elsewhere, must be in the chain, or the
                            end was cut
          --from N, --to N  the first and the last entry
          --journal FOLDER  another one than /var/lib/stonith/journal
          --help            this text
          --version

        exit status: 0 done, the chain is whole; 1 misuse, or it cannot be read; 5 verify found that it was changed.
        Manual: stonith-journal(8)

        """
}
