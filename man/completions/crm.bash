# Completion of crm(8) for bash: commands, and ids from the CIB that -c or CIB_file names.

# Ids of the configuration: statements begin with a word for the kind and the id.
_crm_ids() {
	local index cib=$CIB_file
	for ((index = 2; index < COMP_CWORD; index++)); do
		case ${COMP_WORDS[index]} in
		-c | --cib-file) cib=${COMP_WORDS[index + 1]} ;;
		esac
	done
	[ ! -r "$cib" ] || grep -oE '<(node|primitive|template|group|clone|master|bundle|rsc_[a-z]+|tag) [^>]*' -- "$cib" |
		sed -n 's/.* id="\([A-Za-z0-9._:-]*\)".*/\1/p'
}

_crm_configure() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} index verb='' words
	for ((index = 2; index < COMP_CWORD; index++)); do
		case ${COMP_WORDS[index]} in
		show | save | load | delete | verify | validate) verb=${verb:-${COMP_WORDS[index]}} ;;
		esac
	done
	case $verb:$prev in
	*:-c | *:--cib-file | *:replace | *:update | *:push | validate:*)
		COMPREPLY=($(compgen -f -- "$cur"))
		return
		;;
	:*)
		words='show save load delete verify validate -c --cib-file --force --help node primitive rsc_template group clone ms
			bundle tag location colocation order rsc_ticket property rsc_defaults op_defaults fencing_topology role
			acl_target acl_group alert'
		;;
	load:*) words='xml replace update push' ;;
	show:*) words="xml $(_crm_ids)" ;;
	save:*)
		COMPREPLY=($(compgen -W "xml $(_crm_ids)" -f -- "$cur"))
		return
		;;
	delete:*) words="--force $(_crm_ids)" ;;
	*) words='' ;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

_crm() {
	local cur=${COMP_WORDS[COMP_CWORD]}
	if ((COMP_CWORD == 1)); then
		COMPREPLY=($(compgen -W 'configure crm_simulate crm_verify cibadmin --help --version' -- "$cur"))
	elif [ "${COMP_WORDS[1]}" = configure ]; then
		_crm_configure
	fi
}
complete -F _crm crm
