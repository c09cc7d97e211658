# Completion of crm_verify(8) for bash.

_crm_verify() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	case $prev in
	-x | --xml-file | -S | --save-xml) COMPREPLY=($(compgen -f -- "$cur")) ;;
	-X | --xml-text) COMPREPLY=() ;;
	*) COMPREPLY=($(compgen -W '-x -X -p -V -S -h --xml-file --xml-text --xml-pipe --verbose --save-xml --help
		--version' -- "$cur")) ;;
	esac
}
complete -F _crm_verify crm_verify
