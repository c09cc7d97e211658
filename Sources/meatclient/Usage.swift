/// The texts of `--help` and misuse.
enum Usage {
    static let short = "usage: meatclient -c node [-w] [--force] [--no-request] [--socket path]\n"

    static let long =
        short + """

            Says that a person has reset a node, to whoever waits for that: stonithd, or a stonith -t meatware.

            \t-c NODE\tthe node that was reset
            \t-w\twait until somebody asks
            \t--force\tconfirm with y in spite of proof that the node lives
            \t--no-request\tconfirm to stonithd although nobody asks
            \t--socket PATH\tof stonithd, instead of /run/stonith/stonithd.sock
            \t--help\tthis text
            \t--version\tthe version

            exit status: 0 confirmed, 3 cancelled or misuse, 4 nobody asks, 8 it could not be said.
            Manual: meatclient(8)

            """
}
