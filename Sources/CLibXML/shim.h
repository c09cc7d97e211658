/* shim.h - libxml2's tree, its parser and XPath for Swift, which imports no macro that is a function pointer behind the
   scenes. */
#ifndef CLIBXML_SHIM_H
#define CLIBXML_SHIM_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

static inline void clibxml_free(xmlChar *text)
{
	xmlFree(text);
}

#endif
