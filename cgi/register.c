/* register.c: palreg-register: patients, medical record, prescriptions. */

#include "db/allergies.h"
#include "db/areas.h"
#include "db/assessments.h"
#include "db/audit.h"
#include "db/blanks.h"
#include "db/books.h"
#include "db/diagnoses.h"
#include "db/care.h"
#include "db/documents.h"
#include "db/doses.h"
#include "db/due.h"
#include "db/events.h"
#include "db/eligibilities.h"
#include "db/equivalents.h"
#include "db/favourites.h"
#include "db/home.h"
#include "db/imports.h"
#include "db/instruments.h"
#include "db/letterheads.h"
#include "db/line_notes.h"
#include "db/papers.h"
#include "db/notes.h"
#include "db/overrides.h"
#include "db/merges.h"
#include "db/patient_search.h"
#include "db/order_entry.h"
#include "db/order_search.h"
#include "db/orders.h"
#include "db/patients.h"
#include "db/prescription_entry.h"
#include "db/prescription_search.h"
#include "db/prescription_steps.h"
#include "db/prescriptions.h"
#include "db/record.h"
#include "db/registrations.h"
#include "db/saved_searches.h"
#include "db/sessions.h"
#include "db/staff.h"
#include "db/transfers.h"
#include "db/trends.h"
#include "db/visits.h"
#include "db/wraps.h"
#include "pages/register/pages.h"
#include "routes.h"

static const struct route routes[] = {
#define ROUTE	ROUTE_ROW
#include "pages/register/routes.def"
#undef ROUTE
};

static const struct stmt *const modules[] = {
	allergy_stmts,
	area_stmts,
	assessment_stmts,
	audit_stmts,
	blank_stmts,
	book_stmts,
	diagnosis_stmts,
	care_stmts,
	document_stmts,
	dose_stmts,
	due_stmts,
	eligibility_stmts,
	entry_stmts,
	equivalent_stmts,
	event_stmts,
	favourite_stmts,
	home_stmts,
	import_stmts,
	instrument_stmts,
	line_note_stmts,
	own_letterhead_stmts,
	paper_stmts,
	note_stmts,
	override_stmts,
	merge_stmts,
	patient_search_stmts,
	order_entry_stmts,
	order_search_stmts,
	order_stmts,
	patient_stmts,
	prescription_stmts,
	record_stmts,
	registration_stmts,
	saved_search_stmts,
	search_stmts,
	session_stmts,
	staff_stmts,
	step_stmts,
	transfer_stmts,
	trend_stmts,
	visit_stmts,
	wrap_stmts,
	NULL
};

const struct program program = {
	.name = "register",
	.routes = routes,
	.routes_len = sizeof(routes) / sizeof(routes[0]),
	.modules = modules,
};
