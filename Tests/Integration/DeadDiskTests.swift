import TestRig
import Testing

/// The disk under a daemon that serves dies: programs, plugins, configuration, logs and journal with it.
///
/// The daemon runs in a root of its own on an ext4 that is shut down (`EXT4_IOC_SHUTDOWN`): from then on every read and
/// write of it fails, and nothing of it is in the page cache but what somebody has mapped.
@Suite(.waiting, .enabled(if: Namespace.isAllowed, "needs root, for a file system of its own")) struct DeadDiskTests {
    private static let rig = "\(Stage.repository)/Tests/rig"

    @Test func fencingGoesOnWithoutInstallationPluginsAndDisk() throws {
        let folder = try TemporaryFolder()
        let run = try ClusterNetwork.run(Self.script(folder.root), seconds: 120)
        #expect(run.status == 0, "\(run.output)\(run.errors)\((try? folder.read("errors")) ?? "")")
        #expect(
            run.output == """
                the disk is dead
                pm01: fenced, accepted
                pm03: fenced, silent
                pm05: fenced, none
                the BMC heard: reset 1

                """, "\(run.errors)")
    }

    private static func script(_ folder: String) -> String {
        """
        disk=\(folder)/disk
        \(makeDisk(folder))
        \(rig)/bmc-sim start \(folder)/bmc 127.0.0.1 6230 1 >/dev/null
        ip -n pm01 link set eth0 down
        chroot $disk /usr/sbin/stonithd --foreground --node pm02 2>\(folder)/errors &
        export STONITH_SOCKET=$disk/run/stonith/stonithd.sock
        \(rig)/wait-until '\(Stage.shared.stonith) status >/dev/null'
        # From now on nothing of the disk is read that nobody has mapped, and nothing new is.
        find $disk -xdev -type f -exec dd if={} iflag=nocache count=0 status=none ';'
        perl -e '$how = pack "L", 2; open F, "<", shift and ioctl F, 0x8004587D, $how or die $!' $disk
        ! cat $disk/usr/lib/stonith/native/ipmi.so >/dev/null 2>&1
        ! $disk/usr/sbin/stonith --version >/dev/null 2>&1
        echo "the disk is dead"
        say() { sed 's/.*"outcome":"\\([^"]*\\)".*"evidence":"\\([^"]*\\)","\\(level\\|user\\).*/\\1, \\2/'; }
        for node in pm01 pm03; do
            echo "$node: $(\(Stage.shared.stonith) fence $node --json --timeout 20 | say)"
        done
        \(Stage.shared.stonith) fence pm05 --json --timeout 20 >\(folder)/pm05 &
        asked=$!
        \(rig)/wait-until '\(Stage.shared.stonith) status | grep -q "A PERSON MUST ACT: pm05"'
        \(Stage.shared.meatclient) -c pm05 <<<y >/dev/null
        wait $asked
        echo "pm05: $(say <\(folder)/pm05)"
        echo "the BMC heard: $(cut -d' ' -f2- \(folder)/bmc/1/log)"
        """
    }

    /// A root with what is installed, and the libraries of this machine that it needs.
    private static func makeDisk(_ folder: String) -> String {
        """
        truncate -s 300M \(folder)/image
        mkfs.ext4 -q \(folder)/image
        mkdir $disk
        mount -o loop \(folder)/image $disk
        mkdir -p $disk/{proc,dev,run,etc/stonith,var/log,var/lib}
        cp -a \(Stage.shared.prefix) $disk/usr
        chown -R root: $disk/usr
        ldd $disk/usr/sbin/* $disk/usr/lib/stonith/stonith-* $disk/usr/lib/stonith/native/*.so |
            awk '{ print ($2 == "=>" ? $3 : $1) }' | grep ^/ | grep -v "^$disk" | sort -u |
            while read -r library; do cp -L --parents "$library" $disk; done
        cp -L /etc/{passwd,group,nsswitch.conf,hosts} $disk/etc
        mount -t proc proc $disk/proc
        mount --bind /dev $disk/dev
        mount -t tmpfs tmpfs $disk/run
        cat >$disk/etc/stonith/stonith.crm <<'CONFIGURATION'
        primitive ipmi stonith:external/ipmi params hostname=pm01 ipaddr=127.0.0.1 ipport=6230 userid=pacemaker \\
            passwd=hogehoge interface=lanplus
        primitive helper stonith:external/stonith-helper params hostlist=pm03 dead_check_target=10.0.0.2 \\
            dead_check_trialcount=1 run_standby_wait=no
        primitive person stonith:meatware params hostlist=pm05
        property stonith-timeout=60s
        CONFIGURATION
        chmod 600 $disk/etc/stonith/stonith.crm
        """
    }
}
