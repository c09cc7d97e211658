import Foundation

/// A network for tests of what a node hears: this node, `pm01` and the gateway `gw` on one switch, each a network
/// namespace, all of them gone with the process that made them.
///
/// | node | eth0 |
/// |---|---|
/// | this | 10.0.0.1, fd00::1, fe80::1 |
/// | pm01 | 10.0.0.2, fd00::2, fe80::2 |
/// | gw | 10.0.0.254, fd00::254, fe80::254; the default gateway of this node |
///
/// The switch is the namespace `lan`; its ports are `to-me`, `to-pm01` and `to-gw`. `ip -n pm01 link set eth0 down`
/// kills pm01 as far as anybody can hear, `ip -n lan link set to-me down` cuts this node's cable.
public enum ClusterNetwork {
    private static let setUp = """
        mount -t tmpfs none /run
        mkdir -p /run/netns
        for name in lan pm01 gw; do ip netns add $name; ip -n $name link set lo up; done
        ip netns attach me $$
        ip -n lan link add name switch type bridge
        ip -n lan link set switch up
        plug() {
            ip link add name to-$1 netns lan type veth peer name ${3:-eth0} netns $1
            ip -n lan link set to-$1 master switch up
            ip -n $1 link set ${3:-eth0} addrgenmode none up
            for address in 10.0.0.$2/24 fd00::$2/64 fe80::$2/64; do
                ip -n $1 address add $address dev ${3:-eth0} $([[ $address == *:* ]] && echo nodad || true)
            done
        }
        plug me 1
        plug pm01 2
        plug gw 254
        ip route add default via 10.0.0.254

        """

    /// Runs a shell script as this node.
    public static func run(_ script: String, seconds: Double = 60) throws -> ProcessRun {
        try Namespace.run(setUp + script, hasOwnNetwork: true, seconds: seconds)
    }

    /// Writes a program that runs `program` with its arguments as this node of a network of its own.
    ///
    /// - Parameter script: what happens to the network before.
    /// - Returns: its path.
    public static func wrap(_ program: String, after script: String = "", in folder: TemporaryFolder) throws -> String {
        let inside = "set -euo pipefail\nip link set lo up\n" + setUp + script + "\nexec \"\(program)\" \"$@\"\n"
        let setUp = try folder.write("network", inside, mode: 0o755)
        return try folder.write(
            "on-network", "#!/bin/sh\nexec unshare --mount --net bash \(setUp) \"$@\"\n", mode: 0o755)
    }
}
