#!/bin/bash
# demo.sh PREFIX - starts two simulated BMCs and shows what the stonith installed under PREFIX does with them.
#
# Each command is shown as typed, with its messages, exit status and time; each power command is followed by what the
# BMC itself wrote down. Everything it starts ends with it.
set -euo pipefail
prefix=$(cd "${1:?usage: demo.sh PREFIX}" && pwd)
bmc_sim=$(cd "$(dirname "$0")/../Tests/rig" && pwd)/bmc-sim
export PATH=$prefix/sbin:$PATH
work=$(mktemp -d)

clean_up() {
	for folder in "$work"/bmc[12]; do
		[ ! -f "$folder/pids" ] || "$bmc_sim" stop "$folder"
	done
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

bold='' dim='' plain=''
if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi

title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }

# Shows a command of the shell's own and runs it.
type_in() {
	printf '%s$ %s%s\n' "$bold" "$1" "$plain"
	eval "$1"
}

# Shows a command, runs it, says how it ended; fails when that is not what the demo is about to show.
run() {
	local expected=$1 command=$2 begin status=0
	printf '%s$ %s%s\n' "$bold" "$command" "$plain"
	begin=${EPOCHREALTIME/[.,]/}
	eval "$command" 2>&1 || status=$?
	printf '%s[exit %d, %d ms]%s\n' "$dim" "$status" $(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) "$plain"
	[ "$status" = "$expected" ] || { echo "demo.sh: exit $expected was expected" >&2; exit 1; }
}

# What the BMC says of its node, and what it was told since it was last asked.
proof() {
	local folder=$work/bmc$1/1 state=off told
	[ "$(<"$folder/power")" = 0 ] || state=on
	told=$(sed -n "$((seen[$1] + 1)),\$p" "$folder/log" | cut -d ' ' -f 2- | paste -sd , | sed 's/,/, /g')
	seen[$1]=$(wc -l <"$folder/log")
	printf '%sthe BMC of pm0%d: power is %s; it was told: %s%s\n' "$dim" "$1" "$state" "${told:-nothing}" "$plain"
}
seen=(0 0 0)

# A Ctrl-C in here would leave a BMC whose number nobody has written down yet.
start_bmc() (trap '' INT && BMC_SHIM=yes "$bmc_sim" start "$work/bmc$1" "$2" "$port" >"$work/bmc$1.out")

# Addresses of its own, so that two demos at once do not meet.
net=127.$((100 + $$ / 254 % 100)).$(($$ % 254 + 1))
port=6230
cd "$work"

title "Two nodes, pm01 and pm02, each with a BMC (OpenIPMI's ipmi_sim)"
start_bmc 1 "$net.1"
start_bmc 2 "$net.2"
printf 'hogehoge\n' >bmc.passwd
printf 'a wrong one\n' >wrong.passwd
type_in "cat bmc.passwd"
for n in 1 2; do
	type_in "pm0$n='hostname=pm0$n ipaddr=$net.$n:$port userid=pacemaker passwd=file:bmc.passwd interface=lanplus'"
done

title "Which device types there are, and what external/ipmi wants to know"
run 0 "stonith -L"
run 0 "stonith -t external/ipmi -n"

title "Status: the BMC answers, and lets in people it should not"
run 0 "stonith -t external/ipmi \$pm01 -S -v"
proof 1

title "Reset"
run 0 "stonith -t external/ipmi \$pm01 -T reset pm01"
proof 1

title "Off, read back until it is off"
run 0 "stonith -t external/ipmi \$pm02 -T off pm02"
proof 2
run 0 "stonith -t external/ipmi \$pm02 -T off pm02"
proof 2

title "On, read back until it is on"
run 0 "stonith -t external/ipmi \$pm02 -T on pm02"
proof 2

title "A reset of a node that is off turns it on"
printf '0\n' >bmc1/1/power
proof 1
run 0 "stonith -t external/ipmi \$pm01 -T reset pm01"
proof 1

title "Another node than the device's own is not touched"
run 4 "stonith -t external/ipmi \$pm01 -T reset pm02"
proof 1

title "A wrong password"
run 2 "stonith -t external/ipmi \${pm01/bmc.passwd/wrong.passwd} -T reset pm01"
proof 1

title "A dead BMC: nothing listens at its port"
"$bmc_sim" stop bmc2
run 6 "stonith -t external/ipmi \$pm02 -T reset pm02"

title "A BMC without power: it says nothing at all"
echo dead >bmc1/1/mode
run 6 "stonith -t external/ipmi \$pm01 silence_timeout=1 -T reset pm01"
run 6 "stonith -t external/ipmi \$pm01 silence_timeout=1 -T reset pm01 --json -s"
proof 1

clean_up
title "Both BMCs are stopped; nothing is left running."
