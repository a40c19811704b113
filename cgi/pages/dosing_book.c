/* dosing_book.c: what doses are computed from, out of the reference data. */

#include <string.h>

#include "base/date.h"
#include "pages/dosing.h"

struct decimal
dosing_decimal(const char *text)
{
	struct decimal d;

	if (text == NULL || decimal_parse(text, &d) != OK)
		return (struct decimal){ 0, 0 };
	return d;
}

const struct dose_medicine *
dosing_medicine(const struct dosing *d, const char *id)
{
	for (size_t i = 0; i < d->nmedicines; i++)
		if (strcmp(d->medicines[i].id, id) == 0)
			return &d->medicines[i];
	return NULL;
}

const struct dosing_product *
dosing_product(const struct dosing *d, const char *id)
{
	for (size_t i = 0; i < d->nproducts; i++)
		if (strcmp(d->products[i].product.id, id) == 0)
			return &d->products[i];
	return NULL;
}

/* The measures of a kind that belong to an owner stand together. */
static size_t
measures_of(const struct doses *in, const char *kind, const char *owner,
    size_t *len)
{
	size_t first = 0;

	*len = 0;
	for (size_t i = 0; i < in->measures_len; i++) {
		if (strcmp(in->measures[i].kind, kind) != 0 ||
		    strcmp(in->measures[i].owner, owner) != 0)
			continue;
		if ((*len)++ == 0)
			first = i;
	}
	return first;
}

static void
put_ddd(struct arena *a, const struct doses *in, struct dose_medicine *m)
{
	size_t first = measures_of(in, "ddd", m->id, &m->nddd);
	struct dose_ddd *list = arena_array(a, m->nddd, sizeof(*list));

	for (size_t i = 0; i < m->nddd; i++) {
		const struct measure *k = &in->measures[first + i];

		list[i] = (struct dose_ddd){ k->route, dosing_decimal(k->amount),
		    k->unit };
	}
	m->ddd = list;
}

static void
put_factors(struct arena *a, const struct doses *in, struct dose_medicine *m)
{
	size_t first = measures_of(in, "factor", m->id, &m->nfactors);
	struct dose_factor *list = arena_array(a, m->nfactors, sizeof(*list));

	for (size_t i = 0; i < m->nfactors; i++) {
		const struct measure *k = &in->measures[first + i];

		list[i] = (struct dose_factor){ k->table, k->route, k->unit,
		    dosing_decimal(k->amount) };
	}
	m->factors = list;
}

static void
put_limits(struct arena *a, const struct doses *in, struct dose_medicine *m)
{
	size_t first = measures_of(in, "limit", m->id, &m->nlimits);
	struct dose_limit *list = arena_array(a, m->nlimits, sizeof(*list));

	for (size_t i = 0; i < m->nlimits; i++) {
		const struct measure *k = &in->measures[first + i];

		list[i] = (struct dose_limit){ k->route, dosing_decimal(k->amount),
		    k->unit, k->source };
	}
	m->limits = list;
}

static void
read_medicines(const struct doses *in, struct dosing *d)
{
	d->nmedicines = in->medicines_len;
	d->medicines = arena_array(d->arena, d->nmedicines,
	    sizeof(*d->medicines));
	for (size_t i = 0; i < d->nmedicines; i++) {
		const struct measured_medicine *m = &in->medicines[i];

		d->medicines[i] = (struct dose_medicine){ .id = m->id,
		    .name = m->name, .atc = m->atc, .group = m->group,
		    .control_class = m->control_class, .rx_form = m->rx_form };
		put_ddd(d->arena, in, &d->medicines[i]);
		put_factors(d->arena, in, &d->medicines[i]);
		put_limits(d->arena, in, &d->medicines[i]);
	}
}

static void
read_products(const struct doses *in, struct dosing *d)
{
	d->products = arena_array(d->arena, in->products_len,
	    sizeof(*d->products));
	for (size_t i = 0; i < in->products_len; i++) {
		const struct measured_product *p = &in->products[i];
		const struct dose_medicine *m = dosing_medicine(d, p->medicine);

		if (m == NULL)
			continue;
		d->products[d->nproducts++] = (struct dosing_product){
		    .product = { .id = p->id, .amount = dosing_decimal(p->amount),
			.amount_unit = p->amount_unit,
			.per_unit = p->per_unit,
			.container_ml = dosing_decimal(p->container_ml),
			.patch_hours = (int)p->patch_hours,
			.pack = (int)p->pack, .units = p->units,
			.routes = p->routes, .rx_form = p->rx_form },
		    .medicine = m, .name = p->name };
	}
}

static void
read_rx_limits(const struct doses *in, struct dosing *d)
{
	d->rx_limits = arena_array(d->arena, in->measures_len,
	    sizeof(*d->rx_limits));
	for (size_t i = 0; i < in->measures_len; i++) {
		const struct measure *k = &in->measures[i];

		if (strcmp(k->kind, "rx") == 0)
			d->rx_limits[d->nrx_limits++] = (struct dose_rx_limit){
			    k->owner, dosing_decimal(k->amount), k->unit,
			    (int)k->times, k->source };
	}
}

static enum dose_severity
severity_of(const char *code)
{
	return strcmp(code, "stop") == 0 ? DOSE_STOP :
	    strcmp(code, "warn") == 0 ? DOSE_WARN : DOSE_INFO;
}

static void
read_rules(const struct doses *in, struct dosing *d)
{
	d->nrules = in->rules_len;
	d->rules = arena_array(d->arena, d->nrules, sizeof(*d->rules));
	for (size_t i = 0; i < d->nrules; i++) {
		const struct measured_rule *r = &in->rules[i];

		d->rules[i] = (struct dose_rule){ r->code, r->kind, r->cause,
		    severity_of(r->severity), r->subject, r->other,
		    dosing_decimal(r->low), dosing_decimal(r->high), r->title, r->text,
		    r->way_out, r->source };
	}
}

static void
read_names(const struct doses *in, const char *table, struct dosing *d)
{
	d->names = arena_array(d->arena, in->names_len, sizeof(*d->names));
	d->tables = arena_array(d->arena, in->names_len, sizeof(*d->tables));
	for (size_t i = 0; i < in->names_len; i++) {
		const struct measured_name *n = &in->names[i];
		struct dosing_table *t = &d->tables[d->ntables];

		if (strcmp(n->kind, "table") != 0) {
			d->names[d->nnames++] = (struct dose_name){ n->code,
			    n->name };
			continue;
		}
		*t = (struct dosing_table){ n->code, n->name, n->version,
		    n->source, n->usual };
		d->ntables++;
		if (d->table == NULL || n->usual)
			d->table = t;
	}
	for (size_t i = 0; table != NULL && i < d->ntables; i++)
		if (strcmp(d->tables[i].code, table) == 0)
			d->table = &d->tables[i];
}

void
dosing_read_book(const struct ctx *c, const struct doses *in,
    const char *table, struct dosing *out)
{
	*out = (struct dosing){ .arena = c->arena, .today = date_today(),
	    .point = strcmp(c->lang, "en") == 0 ? '.' : ',' };
	read_medicines(in, out);
	read_products(in, out);
	read_rx_limits(in, out);
	read_rules(in, out);
	read_names(in, table, out);
}
