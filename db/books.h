/* books.h: reference books: diagnoses, medicines, routes, units, reasons. */
#ifndef BOOKS_H
#define BOOKS_H

#include "db/db.h"

/* One line of any book that is shown as a list of choices. */
struct book_entry {
	const char	*code;
	const char	*name;		/* in the language asked for */
	const char	*note;		/* group, ATC code …; "" when none */
	bool		 retired;	/* offered only where it stands already */
};

struct book {
	struct book_entry	*item;
	size_t			 len;
};

/* A product of a medicine: what a prescription line points to. */
struct product {
	const char	*id;
	const char	*medicine;	/* id */
	const char	*inn;
	const char	*atc;		/* "" when WHO has none */
	const char	*form;
	const char	*strength;
	const char	*units;		/* UCUM codes, comma-separated */
	const char	*routes;	/* route codes, comma-separated */
	const char	*patch_hours;	/* "" when it is no patch */
	bool		 retired;	/* it or its medicine */
};

struct product_list {
	struct product	*item;
	size_t		 len;
};

/* How often, in one choice: what it fills in; "" where it does not. */
struct frequency {
	const char	*name;
	const char	*schedule;
	const char	*times_per_day;
	const char	*interval_hours;
	const char	*clock;
};

struct frequency_list {
	struct frequency	*item;
	size_t			 len;
};

extern const struct stmt book_stmts[];

/* Diagnoses whose code begins with, or whose title contains, text: 20 most. */
enum status book_diagnoses(struct db *db, const char *text, const char *lang,
    struct book *out) __attribute__((warn_unused_result));

/* INVALID unless code may be entered: known, actual, fully subdivided. */
enum status book_diagnosis_check(struct db *db, const char *code)
    __attribute__((warn_unused_result));

/*
 * Those of the comma-separated codes that may be entered, each with its group
 * as its name; read by book_read().
 */
#define KNOWN_DIAGNOSES(codes)	QUERY(known_diagnoses_stmt, { codes })
extern const struct stmt *const known_diagnoses_stmt;

/* Products of the medicines whose name or ATC code contains text, or of id. */
enum status book_medicines(struct db *db, const char *text, const char *id,
    const char *lang, struct product_list *out)
    __attribute__((warn_unused_result));

/* Queries for a pipeline, read by book_read(). */
extern const struct stmt *const book_routes_stmt, *const book_units_stmt,
    *const book_frequencies_stmt, *const book_reasons_stmt, *const book_medicine_names_stmt,
    *const book_groups_stmt, *const book_codes_stmt,
    *const book_coded_stmt,
    *const book_products_stmt, *const book_product_stmt;
#define CODED_QUERY(lang, list)	QUERY(book_coded_stmt, { lang }, { list })
#define DIAGNOSIS_GROUPS_QUERY(lang)	QUERY(book_groups_stmt, { lang })
#define MEDICINE_NAMES_QUERY(lang)	QUERY(book_medicine_names_stmt, { lang })
#define ROUTES_QUERY(lang)	QUERY(book_routes_stmt, { lang })
#define UNITS_QUERY(lang)	QUERY(book_units_stmt, { lang })
#define REASONS_QUERY(lang, kind)	QUERY(book_reasons_stmt, { lang }, { kind })
/* All products, for book_read_products(). */
#define PRODUCTS_QUERY(lang)	QUERY(book_products_stmt, { lang })
/* One of them, as well for book_read_products(). */
#define PRODUCT_QUERY(id, lang)	QUERY(book_product_stmt, { id }, { lang })
/* The small books together, for book_read() and book_of(). */
#define CODES_QUERY(lang)	QUERY(book_codes_stmt, { lang })
/* Those in use, for frequency_read(). */
#define FREQUENCIES_QUERY(lang)	QUERY(book_frequencies_stmt, { lang })
void frequency_read(struct db *db, const struct rows *rows,
    struct frequency_list *out);
void book_read_products(struct db *db, const struct rows *rows,
    struct product_list *out);
void book_read(struct db *db, const struct rows *rows, struct book *out);

/* The entries of one of the small books: diluent, indication, rx_form … */
struct book book_of(struct db *db, const struct book *codes, const char *name);

/* For filters of old records: what is out of use is offered as well. */
void book_offer_all(struct book *book);

/* Whether code may be chosen for something new. */
bool book_offers(const struct book *book, const char *code);

/* The name of code; "" when the book has no such code. */
const char *book_name(const struct book *book, const char *code);

#endif
