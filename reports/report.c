/* report.c: what all reports are told and how they begin and end. */

#include <string.h>

#include "reports/report.h"
#include "reports/scale.h"
#include "reports/when.h"

const char *
report_tr(const struct report *r, const char *msgid)
{
	return r->terms->tr(r->terms->lang, msgid);
}

const char *
report_fill(const struct report *r, const char *msgid,
    const char *const *args, size_t nargs)
{
	return text_fill(r->arena, report_tr(r, msgid), args, nargs);
}

int
report_comma(const struct report *r)
{
	return strcmp(r->terms->lang_code, "ru") == 0;
}

const char *
report_decimal(const struct report *r, const char *text)
{
	return text == NULL ? NULL :
	    scale_decimal(r->arena, text, report_comma(r));
}

const char *
report_period(const struct report *r)
{
	const char *args[] = {
		when_text(r->arena, r->terms->from),
		when_text(r->arena, r->terms->to),
	};

	return text_fill(r->arena, "{1} \xe2\x80\x93 {2}", args, 2);
}

void
report_begin(struct report *r, struct arena *a,
    const struct report_terms *terms, const char *title, int landscape)
{
	r->arena = a;
	r->terms = terms;
	r->meta = (struct pdf_meta){
		.title = title,
		.author = terms->made_by,
		.subject = report_period(r),
		.created = terms->made_at,
		.lang = terms->lang_code,
		.fonts = terms->fonts,
		.landscape = landscape,
	};
	r->pdf = pdf_new(a, &r->meta);
	flow_start(&r->flow, a, r->pdf);
	if (terms->letter != NULL)
		flow_letter(&r->flow, terms->letter, LETTER_LINES);
	flow_title(&r->flow,
	    report_tr(r, N_("Register of Palliative Patients")), title);
}

enum status
report_end(struct report *r, const char *subject, struct pdf_bytes *out)
{
	const char *args[] = {
		when_text(r->arena, r->terms->made_at),
		r->terms->made_by,
	};
	struct running head = { .left = r->terms->institution };

	head.right = text_fill(r->arena, "{1} \xc2\xb7 {2}",
	    (const char *const[]){ subject, report_period(r) }, 2);
	flow_end(&r->flow, &head, report_fill(r, N_("Made {1}, {2}"), args, 2),
	    report_tr(r, N_("page {1} of {2}")));
	return pdf_finish(r->pdf, out);
}
