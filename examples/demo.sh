#!/bin/bash
# demo.sh PREFIX - one escalation, live, with the stonithd installed under PREFIX.
#
# Two nodes in network and process namespaces of their own: pm02, where stonithd runs, and pm01, whose power is switched
# by a BMC (OpenIPMI's ipmi_sim): power off kills every process of pm01, power on starts it again. Each command is shown
# as typed, with its messages, exit status and time. Nothing outside the namespaces is touched, and everything ends with
# the script.
set -euo pipefail

if [ "${STONITH_DEMO:-}" != inside ]; then
	command=(env STONITH_DEMO=inside unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@")
	[ "$(id -u)" = 0 ] || command=(sudo "${command[@]}")
	exec "${command[@]}"
fi

here=$(cd "$(dirname "$0")" && pwd)
bmc_sim=$here/../Tests/rig/bmc-sim
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# stonithd runs only what root alone can change: a copy belongs to root, whoever built the original.
cp -r "${1:?usage: demo.sh PREFIX}" "$work/usr"
chown -R 0:0 "$work/usr"
chmod 755 "$work"
export PATH=$work/usr/sbin:$PATH STONITH_SOCKET=$work/stonithd.sock
cd "$work"

bold='' dim='' plain=''
if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi

title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }

# Shows a command, runs it, says how it ended; fails when that is not what the demo is about to show.
run() {
	local expected=$1 command=$2 begin status=0
	printf '%s$ %s%s\n' "$bold" "$command" "$plain"
	begin=${EPOCHREALTIME/[.,]/}
	eval "$command" 2>&1 || status=$?
	printf '%s[exit %d, %d ms]%s\n' "$dim" "$status" $(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) "$plain"
	[ "$status" = "$expected" ] || { echo "demo.sh: exit $expected was expected" >&2; exit 1; }
}

# Waits until a command succeeds, ten seconds at most.
wait_until() {
	local tries=0
	until eval "$1" 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -lt 200 ] || { echo "demo.sh: waited in vain for: $1" >&2; exit 1; }
		read -rt 0.05 <> <(:) || :
	done
}

# --- the network: a switch, pm02 (here), pm01, and a gateway that answers when pm01 does not ---------------------------

join() { # PID NAME ADDRESS: a cable from that process's own network to the switch
	wait_until "[ \"\$(readlink /proc/$1/ns/net)\" != \"$(readlink /proc/self/ns/net)\" ]"
	ip link add "$2" type veth peer name eth0 netns "$1"
	ip link set "$2" master switch up
	# As a real card's, its address stays over a power cycle: neighbours would look for the old one for half a minute.
	nsenter -t "$1" -n sh -c "ip link set lo up; ip addr add $3/24 dev eth0
		ip link set eth0 address $(printf '02:00:0a:4d:00:%02x' "${3##*.}") up"
}

build_network() {
	ip link set lo up
	ip link add switch type bridge
	ip addr add 10.77.0.2/24 dev switch
	ip link set switch up
	unshare --net sleep infinity &
	join $! gateway 10.77.0.254
	ip route add default via 10.77.0.254
}

# --- pm01 and its power ------------------------------------------------------------------------------------------------

boots=0
boot() {
	local parent init
	boots=$((boots + 1))
	unshare --net --pid --fork --kill-child --mount-proc --uts \
		bash -c 'hostname pm01; exec -a "database of pm01" sleep infinity' 2>/dev/null &
	parent=$!
	wait_until "[ -n \"\$(cat /proc/$parent/task/$parent/children)\" ]"
	read -r init <"/proc/$parent/task/$parent/children" || :
	echo "$init" >pm01.pid
	join "$init" "pm01-$boots" 10.77.0.1
}

# The plug: every process of pm01 is gone at once.
cut() {
	local init
	read -r init <pm01.pid
	kill -KILL "$init" 2>/dev/null || :
	wait_until "[ ! -e /proc/$init ]"
}

# Does to pm01 what its BMC is told.
power_supply() {
	tail -n 0 -F bmc/1/log 2>/dev/null | while read -r _ what value; do
		case "$what $value" in
		"power 0") cut ;;
		"power 1") [ -e "/proc/$(<pm01.pid)" ] || boot ;;
		"reset 1") cut && boot ;;
		esac
	done
}

pm01() {
	local init
	read -r init <pm01.pid
	if [ -e "/proc/$init" ]; then
		printf '%spm01: alive, its process is %s, and ping: %s%s\n' "$dim" "$init" \
			"$(ping -c 1 -W 1 10.77.0.1 >/dev/null && echo answered || echo silent)" "$plain"
	else
		printf '%spm01: no process, and ping: %s%s\n' "$dim" \
			"$(ping -c 1 -W 1 10.77.0.1 >/dev/null && echo answered || echo silent)" "$plain"
	fi
}

told() {
	printf '%sthe BMC of pm01 was told: %s%s\n' "$dim" \
		"$(cut_stamps bmc/1/log | paste -sd , | sed 's/,/, /g')" "$plain"
}
cut_stamps() { sed 's/^[^ ]* //' "$1"; }

# --- the configuration: the one beside this script, with this demo's addresses -----------------------------------------

configure() {
	printf 'hogehoge\n' >bmc.passwd
	chmod 600 bmc.passwd
	sed -e "s|dead_check_target=\"192.168.1.1[^\"]*\"|dead_check_target=\"10.77.0.1\"|" \
		-e "s|dead_check_target=\"192.168.1.2[^\"]*\"|dead_check_target=\"10.77.0.3\"|" \
		-e 's|standby_check_command="[^"]*"|standby_check_command="true"|' \
		-e 's|ipaddr="192.168.10.1"|ipaddr="127.0.1.1" ipport="6230"|' \
		-e 's|ipaddr="192.168.10.2"|ipaddr="127.0.1.2" ipport="6230"|' \
		-e "s|file:/etc/stonith/pm0[12].passwd|file:$work/bmc.passwd|" \
		"$here/two-node.crm" >two-node.crm
}

build_network
boot
"$bmc_sim" start bmc 127.0.1.1 6230 2 >/dev/null
power_supply &
configure

title "The configuration: for each node stonith-helper, then its BMC, then a person"
run 0 "grep -c stonith: two-node.crm"
run 0 "stonith check two-node.crm"
stonithd --foreground --node pm02 --config two-node.crm --socket "$STONITH_SOCKET" --state state \
	--log ha-log --readable-log readable.log >stonithd.out 2>&1 &
wait_until "stonith status >/dev/null 2>&1"
run 0 "stonith status"

title "pm01 hangs: it still answers a ping, and the cluster wants it gone"
pm01
first=$(<pm01.pid)
run 0 "stonith fence pm01 --reason 'lost from the cluster'"
wait_until "[ ! -e /proc/$first ]"
pm01
told
wait_until "ping -c 1 -W 1 10.77.0.1 >/dev/null"
pm01
# A process of its own writes the logs, so they may be a moment behind.
wait_until "grep -q Succeeded readable.log"
run 0 "cat readable.log"

title "It hangs again, and now its BMC is dead as well"
"$bmc_sim" stop bmc >/dev/null
: >readable.log
: >ha-log
stonith fence pm01 --reason 'lost again' >fence.out 2>&1 &
fence=$!
wait_until "grep -q 'OPERATOR INTERVENTION' ha-log"
run 0 "grep -e CRIT -e failed ha-log"
run 0 "stonith status"

title "Somebody pulls the plug, and says so"
cut
pm01
run 0 "echo y | meatclient -c pm01"
wait $fence || { echo "demo.sh: the fence failed" >&2; exit 1; }
run 0 "tail -n 1 fence.out"
wait_until "grep -q Succeeded readable.log"
run 0 "cat readable.log"
run 0 "stonith history"
title "Everything that was started is stopped."
