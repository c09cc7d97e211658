import PluginKit

/// The parameters of `external/libvirt`. The first three are those, in that order, that cluster-glue's script lists.
enum LibvirtParameters {
    static let all: [PluginTable.Parameter] = [
        .init(
            "hostlist", flags: [.required, .listed, .unique], "Nodes and domains",
            "The nodes that are domains of the hypervisor, with blanks or commas between: NODE, or NODE:DOMAIN where "
                + "the domain has another name. DOMAIN may be a UUID."),
        .init(
            "hypervisor_uri", flags: [.required, .listed], "Hypervisor",
            "Where the hypervisor is, as virsh -c takes it: qemu+ssh://HOST/system, qemu+tls://HOST/system, "
                + "qemu:///system, xen+ssh://HOST/."),
        .init(
            "reboot_method", type: "select", flags: .listed, "How to reset",
            "The same as reset_method, by the name that cluster-glue's script lists."),
        .init(
            "reset_method", type: "select", default: "power_cycle", "How to reset",
            "power_cycle: off, read back, on. reboot: the domain's reset button, which a transient domain survives; "
                + "the hypervisor's word is all the evidence then."),
        .init(
            "silence_timeout", type: "integer", default: "10", "Silence",
            "Give up when the hypervisor has let nobody in, or has given no sign of life, for this many seconds."),
    ]
}
