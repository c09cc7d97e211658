/* shim.h - libxml2's tree, its parser and XPath for Swift, which imports no macro that is a function pointer behind the
   scenes. */
#ifndef CLIBXML_SHIM_H
#define CLIBXML_SHIM_H

/* Else the system's ICU comes along, which a file that imports Foundation cannot have beside Foundation's own.  Only
   the members of xmlCharEncodingHandler differ, which nobody here looks at. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

static inline void clibxml_free(xmlChar *text)
{
	xmlFree(text);
}

#endif
