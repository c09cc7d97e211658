# Completion of stonith(8) for bash: types from `stonith -L`, parameters from `stonith -t TYPE -n`, nodes and devices
# from stonithd.

# Column NUMBER of a table, without its title.
_stonith_column() {
	stonith "$2" 2>/dev/null | awk -v n="$1" -v title="$3" '$n == title { on = 1; next } !NF { on = 0 } on { print $n }'
}

_stonith_verb() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words='--json --socket --help'
	case $prev in
	--action) words='reset off on' ;;
	--minimum-evidence) words='silent accepted read-back' ;;
	--socket | --policy | --config | -c)
		COMPREPLY=($(compgen -f -- "$cur"))
		return
		;;
	--reason | --timeout | --id | --limit | --console | --device) return ;;
	*)
		case $1 in
		fence) words+=' --action --reason --minimum-evidence --self --timeout --id --progress' ;;
		unfence) words+=' --reason --timeout --id --progress' ;;
		confirm) words+=' --force --no-request' ;;
		history) words+=' --limit --console' ;;
		console) words='--config --device --steal --help' ;;
		check) words+=' --policy' ;;
		esac
		case $cur in
		-*) ;;
		*)
			case $1 in
			fence | unfence | confirm | history | release | console) words=$(_stonith_column 1 status TARGET) ;;
			cancel) words=$(stonith status 2>/dev/null | awk '/^OPEN REQUEST/ { on = 1; next } !NF { on = 0 } on { print $1 }') ;;
			monitor) words=$(_stonith_column 1 devices DEVICE) ;;
			check)
				COMPREPLY=($(compgen -f -- "$cur"))
				return
				;;
			*) words='' ;;
			esac
			;;
		esac
		;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

_stonith_journal() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words='--journal --help'
	case $prev in
	--journal)
		COMPREPLY=($(compgen -d -- "$cur"))
		return
		;;
	--node) words=$(_stonith_column 1 status TARGET) ;;
	--request | --since | -n | --head | --from | --to) return ;;
	*)
		case ${COMP_WORDS[2]} in
		show) words+=' --node --request --since -n --json' ;;
		verify) words+=' --head' ;;
		export) words+=' --since --from --to' ;;
		esac
		[ "$COMP_CWORD" -gt 2 ] || words='show verify export --help'
		case ${COMP_WORDS[2]}:$cur in
		verify:-*) ;;
		verify:*)
			COMPREPLY=($(compgen -f -- "$cur"))
			return
			;;
		esac
		;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

_stonith() {
	local cur prev type='' word i
	local verbs='fence unfence cancel confirm release status devices history check monitor watch console'
	COMPREPLY=()
	if [ "$COMP_CWORD" -gt 1 ] && [[ " $verbs " == *" ${COMP_WORDS[1]} "* ]]; then
		_stonith_verb "${COMP_WORDS[1]}"
		return
	fi
	if [ "$COMP_CWORD" -gt 1 ] && [ "${COMP_WORDS[1]}" = journal ]; then
		_stonith_journal
		return
	fi
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
			if [ "$COMP_CWORD" -eq 1 ]; then
				COMPREPLY=($(compgen -W "$verbs journal" -- "$cur"))
				return
			fi
			[ -n "$type" ] || return 0
			COMPREPLY=($(compgen -S = -W "$(stonith -s -t "$type" -n 2>/dev/null)" -- "$cur"))
			[ ${#COMPREPLY[@]} -eq 0 ] || compopt -o nospace 2>/dev/null
			;;
		esac
		;;
	esac
}
complete -F _stonith stonith
