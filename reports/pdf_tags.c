/* pdf_tags.c: what is a title, a text or a figure, for who has a document read aloud. */

#include <hpdf_pages.h>

#include "base/str.h"
#include "reports/pdf_inside.h"

/*
 * Content is marked page by page and told in the order of the pages: titles
 * with their levels, figures with what they show, and between them text in
 * the order it is read.  Tables are told row by row as text: a structure of
 * cells would take libharu a kilobyte each.
 */
static const char *const names[] = {
	[PDF_TEXT] = "P",
	[PDF_TITLE] = "H1",
	[PDF_CHAPTER] = "H2",
	[PDF_PART] = "H3",
	[PDF_FIGURE] = "Figure",
	[PDF_FURNITURE] = "Artifact",
};

static HPDF_Dict
new_element(struct pdf *pdf, const char *kind, const char *type)
{
	HPDF_Dict e = HPDF_Dict_New(pdf->doc->mmgr);

	if (e == NULL || HPDF_Xref_Add(pdf->doc->xref, e) != HPDF_OK)
		return NULL;
	HPDF_Dict_AddName(e, "Type", kind);
	if (type != NULL)
		HPDF_Dict_AddName(e, "S", type);
	return e;
}

void
pdf_tags_begin(struct pdf *pdf)
{
	pdf->story = new_element(pdf, "StructElem", "Document");
}

static void
write(const struct pdf *pdf, const char *operators)
{
	HPDF_Stream_WriteStr(((HPDF_PageAttr)pdf->page->attr)->stream,
	    operators);
}

static void
add_element(struct pdf *pdf, struct pdf_leaf *of)
{
	HPDF_Dict e = new_element(pdf, "StructElem", names[pdf->tag]);

	if (e == NULL)
		return;
	if (of->elements == NULL)
		of->elements = HPDF_Array_New(pdf->doc->mmgr);
	HPDF_Dict_Add(e, "P", pdf->story);
	HPDF_Dict_Add(e, "Pg", pdf->page);
	HPDF_Dict_AddNumber(e, "K", (HPDF_INT32)of->n++);
	if (pdf->alt != NULL)
		HPDF_Dict_Add(e, "Alt", HPDF_String_New(pdf->doc->mmgr,
		    pdf->alt, pdf->encoder));
	HPDF_Array_Add(of->elements, e);
}

void
pdf_mark(struct pdf *pdf)
{
	struct pdf_leaf *of = &pdf->leaves[pdf->at];

	if (pdf->marked)
		return;
	pdf->marked = true;
	if (pdf->tag == PDF_FURNITURE) {
		write(pdf, "/Artifact BMC\n");
		return;
	}
	write(pdf, text_printf(pdf->arena, "/%s <</MCID %zu>> BDC\n",
	    names[pdf->tag], of->n));
	add_element(pdf, of);
}

void
pdf_unmark(struct pdf *pdf)
{
	if (pdf->marked)
		write(pdf, "EMC\n");
	pdf->marked = false;
}

void
pdf_tag(struct pdf *pdf, enum pdf_tag tag, const char *alt)
{
	if (pdf->bad)
		return;
	pdf_unmark(pdf);
	pdf->tag = tag;
	pdf->alt = alt;
}

/* Elements by page and number, for who starts from a page. */
static HPDF_Dict
parents_of(struct pdf *pdf, HPDF_Array story)
{
	HPDF_Dict tree = HPDF_Dict_New(pdf->doc->mmgr);
	HPDF_Array nums = HPDF_Array_New(pdf->doc->mmgr);

	for (size_t i = 0; i < pdf->npages; i++) {
		struct pdf_leaf *of = &pdf->leaves[i];

		if (of->elements == NULL)
			continue;
		for (size_t k = 0; k < of->n; k++)
			HPDF_Array_Add(story, HPDF_Array_GetItem(of->elements,
			    (HPDF_UINT)k, HPDF_OCLASS_DICT));
		HPDF_Dict_AddNumber(pdf->pages[i], "StructParents",
		    (HPDF_INT32)i);
		HPDF_Array_AddNumber(nums, (HPDF_INT32)i);
		HPDF_Array_Add(nums, of->elements);
		of->elements = NULL;
	}
	HPDF_Dict_Add(tree, "Nums", nums);
	return tree;
}

void
pdf_tags_drop(struct pdf *pdf)
{
	for (size_t i = 0; i < pdf->npages; i++)
		if (pdf->leaves[i].elements != NULL)
			HPDF_Array_Free(pdf->leaves[i].elements);
}

void
pdf_tags_end(struct pdf *pdf)
{
	HPDF_Dict root = new_element(pdf, "StructTreeRoot", NULL), mark;
	HPDF_Array story = HPDF_Array_New(pdf->doc->mmgr);

	pdf_unmark(pdf);
	if (root == NULL || story == NULL || pdf->story == NULL)
		return;
	HPDF_Dict_Add(root, "ParentTree", parents_of(pdf, story));
	HPDF_Dict_AddNumber(root, "ParentTreeNextKey",
	    (HPDF_INT32)pdf->npages);
	HPDF_Dict_Add(root, "K", pdf->story);
	HPDF_Dict_Add(pdf->story, "K", story);
	HPDF_Dict_Add(pdf->story, "P", root);
	HPDF_Dict_Add(pdf->doc->catalog, "StructTreeRoot", root);
	if ((mark = HPDF_Dict_New(pdf->doc->mmgr)) != NULL) {
		HPDF_Dict_AddBoolean(mark, "Marked", HPDF_TRUE);
		HPDF_Dict_Add(pdf->doc->catalog, "MarkInfo", mark);
	}
}
