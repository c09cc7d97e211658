# Completion of cibadmin(8) for bash.

_cibadmin() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words
	case $prev in
	-x | --xml-file)
		COMPREPLY=($(compgen -f -- "$cur"))
		return
		;;
	-o | --scope) words='configuration nodes resources constraints crm_config rsc_defaults op_defaults acls
		fencing-topology tags alerts status' ;;
	-X | --xml-text | -A | --xpath)
		COMPREPLY=()
		return
		;;
	*) words='-Q -C -M -R -D -d -u -E -B -a -5 -6 -x -X -p -o -A -e -n -c -f --query --create --modify --replace --delete
		--delete-all --upgrade --erase --bump --empty --md5-sum --md5-sum-versioned --xml-file --xml-text --xml-pipe --scope
		--xpath --node-path --no-children --allow-create --force --help --version' ;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _cibadmin cibadmin
