# Completion of meatclient(8) for bash: nodes that a FIFO of meatware waits for.

_meatclient() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} path nodes=''
	COMPREPLY=()
	case $prev in
	-c)
		for path in /run/meatware.*; do
			[ ! -p "$path" ] || nodes+=" ${path#/run/meatware.}"
		done
		COMPREPLY=($(compgen -W "$nodes" -- "$cur"))
		;;
	--socket) COMPREPLY=($(compgen -f -- "$cur")) ;;
	*) COMPREPLY=($(compgen -W '-c -w --force --no-request --socket --help --version' -- "$cur")) ;;
	esac
}
complete -F _meatclient meatclient
