# Completion of crm_simulate(8) for bash: nodes and resources from the file that -x names.

# Ids of an element of the CIB on the command line: _crm_simulate_names ELEMENT ATTRIBUTE.
_crm_simulate_names() {
	local index
	for ((index = 1; index < COMP_CWORD; index++)); do
		case ${COMP_WORDS[index]} in
		-x | --xml-file) grep -oE "<($1) [^>]*" -- "${COMP_WORDS[index + 1]}" 2>/dev/null |
			sed -n "s/.* $2=\"\([A-Za-z0-9._:-]*\)\".*/\1/p" ;;
		esac
	done
}

_crm_simulate() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words
	case $prev in
	-x | --xml-file | -I | --save-input | -O | --save-output | -G | --save-graph | -D | --save-dotfile | --output-to)
		COMPREPLY=($(compgen -f -- "$cur"))
		return
		;;
	-P | --profile)
		COMPREPLY=($(compgen -d -- "$cur"))
		return
		;;
	-u | --node-up | -d | --node-down | -f | --node-fail) words=$(_crm_simulate_names node uname) ;;
	--why | -i | --op-inject | -F | --op-fail) words=$(_crm_simulate_names 'primitive|group|clone' id) ;;
	-q | --quorum | -w | --watchdog) words='true false' ;;
	--output-as) words='text json' ;;
	-t | --set-datetime | -N | --repeat) return ;;
	*) words='-x -p -R -S -X -s -Q -V -D -G -I -O -a -t -i -F -u -d -f -q -w -P -N --xml-file --xml-pipe --run --simulate
		--in-place --show-scores --why --quiet --verbose --save-dotfile --save-graph --save-input --save-output --all-actions
		--set-datetime --op-inject --op-fail --node-up --node-down --node-fail --quorum --watchdog --profile --repeat --json
		--output-as --output-to --text-fancy --help --version' ;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _crm_simulate crm_simulate
