# Completion of stonith(8) for bash: types from `stonith -L`, parameters from `stonith -t TYPE -n`.

_stonith() {
	local cur prev type='' word i
	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	for ((i = 1; i < COMP_CWORD - 1; i++)); do
		[ "${COMP_WORDS[i]}" != -t ] || type=${COMP_WORDS[i + 1]}
	done
	# readline breaks passwd=file:PATH at = and :, and a secret's value may well be a file.
	case $cur in
	= | :) cur='' prev== ;;
	esac
	case $prev in
	= | :) COMPREPLY=($(compgen -f -- "$cur")) ;;
	-t) COMPREPLY=($(compgen -W "$(stonith -s -L 2>/dev/null)" -- "$cur")) ;;
	-T) COMPREPLY=($(compgen -W 'reset on off' -- "$cur")) ;;
	-F) COMPREPLY=($(compgen -f -- "$cur")) ;;
	-p | -c | --timeout) ;;
	*)
		case $cur in
		-*)
			word='-t -L -n -m -h -l -S -T -p -F -E -c -s -v -d -V --timeout --json --help --version'
			COMPREPLY=($(compgen -W "$word" -- "$cur"))
			;;
		*)
			[ -n "$type" ] || return 0
			COMPREPLY=($(compgen -S = -W "$(stonith -s -t "$type" -n 2>/dev/null)" -- "$cur"))
			[ ${#COMPREPLY[@]} -eq 0 ] || compopt -o nospace 2>/dev/null
			;;
		esac
		;;
	esac
}
complete -F _stonith stonith
