import ClusterModel
import CrmSyntax
import Foundation
import TestRig
import Testing

/// Alerts as Debian's crmsh 4.4 takes them, and as it writes them.
@Suite(.enabled(if: Namespace.isAllowed, "needs root, to give crmsh a log folder of its own")) struct CrmshAlertTests {
    private static let text = """
        alert file /usr/share/pacemaker/alerts/alert_file.sh \\
            attributes debug_exec_order=true two="a b" \\
            meta timeout=15s timestamp-format="%F %T.%03N" \\
            to { /var/log/alerts.log attributes two=c meta timeout=2min } \\
            to /var/log/other.log
        alert lone /usr/local/sbin/page
        alert nodes /bin/true select nodes resources to a attributes x=1
        alert rest /bin/true select attributes { standby shutdown } fencing

        """

    private static func alerts(_ text: String) -> [AlertConfiguration] {
        let reading = CrmSyntax.read(text)
        #expect(reading.diagnostics.isEmpty, "\(reading.rendered(file: "alerts"))")
        return reading.configuration.alerts.sorted { $0.id < $1.id }
    }

    @Test func crmshTakesThemAndWritesTheSame() throws {
        let folder = try TemporaryFolder()
        try folder.write("alerts.crm", Self.text)
        let run = try Namespace.run(
            """
            mkdir \(folder.path("home"))
            export HOME=\(folder.path("home")) CIB_file=\(folder.path("cib.xml"))
            mount -t tmpfs tmpfs /var/log
            mkdir /var/log/crmsh
            cibadmin --empty >$CIB_file
            crm -F configure load update \(folder.path("alerts.crm")) >&2 || exit 1
            crm configure show
            """)
        #expect(run.status == 0, "\(run.errors)")
        let ours = Self.alerts(Self.text)
        #expect(ours.count == 4)
        #expect(Self.alerts(run.output) == ours)
    }
}
