/*
 * shim.h - libfreeipmi for Swift.  The tmpl_* templates are arrays of unknown bound, which Swift does not import, so
 * each one that is used has its function here.
 */
#ifndef CFREEIPMI_SHIM_H
#define CFREEIPMI_SHIM_H

#include <freeipmi/freeipmi.h>

static inline fiid_obj_t cfreeipmi_chassis_status_reply(void)
{
	return fiid_obj_create(tmpl_cmd_get_chassis_status_rs);
}

static inline fiid_obj_t cfreeipmi_chassis_control_reply(void)
{
	return fiid_obj_create(tmpl_cmd_chassis_control_rs);
}

static inline fiid_obj_t cfreeipmi_system_guid_reply(void)
{
	return fiid_obj_create(tmpl_cmd_get_system_guid_rs);
}

static inline fiid_obj_t cfreeipmi_device_guid_reply(void)
{
	return fiid_obj_create(tmpl_cmd_get_device_guid_rs);
}

#endif
