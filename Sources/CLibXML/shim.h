/* shim.h - libxml2's tree for Swift, which imports no macro that is a function pointer behind the scenes. */
#ifndef CLIBXML_SHIM_H
#define CLIBXML_SHIM_H

#include <libxml/parser.h>
#include <libxml/tree.h>

static inline void clibxml_free(xmlChar *text)
{
	xmlFree(text);
}

#endif
