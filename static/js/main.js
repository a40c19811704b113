// @ts-check
/** @file main.js: the one script of every page: what all pages have, then the module of this page. */
import { settleDrafts, startDrafts } from "./ui/drafts.js"
import { startFactorDialog } from "./ui/factor-dialog.js"
import { startHeader } from "./ui/header.js"
import { startIndexStatus } from "./ui/index-status.js"
import { startSealedText } from "./ui/sealed-text.js"
import { startSession } from "./ui/session.js"
import { startShortcuts } from "./ui/shortcuts.js"

/** By the page's handler; what is not listed needs no more than all pages have. */
/** @type {Record<string, () => Promise<{ start: () => void | Promise<void> }>>} */
const PAGES = {
	account_show: () => import("./pages/account_show.js"),
	admission_list: () => import("./pages/admission_list.js"),
	alarm_show: () => import("./pages/alarm_show.js"),
	allergy_new: () => import("./pages/allergy_form.js"),
	allergy_add: () => import("./pages/allergy_form.js"),
	allergy_none_form: () => import("./pages/allergy_form.js"),
	allergy_none: () => import("./pages/allergy_form.js"),
	allergy_edit: () => import("./pages/allergy_form.js"),
	allergy_save: () => import("./pages/allergy_form.js"),
	assessment_new: () => import("./pages/assessment_form.js"),
	assessment_add: () => import("./pages/assessment_form.js"),
	assessment_edit: () => import("./pages/assessment_form.js"),
	assessment_save: () => import("./pages/assessment_form.js"),
	ceremony_form: () => import("./pages/ceremony_form.js"),
	demo_show: () => import("./pages/demo_show.js"),
	diagnosis_list: () => import("./pages/diagnosis_list.js"),
	diagnosis_new: () => import("./pages/diagnosis_form.js"),
	diagnosis_add: () => import("./pages/diagnosis_form.js"),
	diagnosis_edit: () => import("./pages/diagnosis_form.js"),
	diagnosis_save: () => import("./pages/diagnosis_form.js"),
	eligibility_new: () => import("./pages/eligibility_form.js"),
	eligibility_add: () => import("./pages/eligibility_form.js"),
	eligibility_edit: () => import("./pages/eligibility_form.js"),
	eligibility_save: () => import("./pages/eligibility_form.js"),
	drill_form: () => import("./pages/drill_form.js"),
	duplicate_list: () => import("./pages/duplicate_list.js"),
	entry_edit: () => import("./pages/entry_form.js"),
	entry_save: () => import("./pages/entry_form.js"),
	browser_list: () => import("./pages/browser_list.js"),
	book_import_form: () => import("./pages/book_import.js"),
	factor_ask: () => import("./pages/factor_ask.js"),
	factor_begin: () => import("./pages/factor_setup.js"),
	factor_codes: () => import("./pages/factor_codes.js"),
	factor_confirm: () => import("./pages/factor_codes.js"),
	factor_show: () => import("./pages/factor_show.js"),
	import_form: () => import("./pages/import_form.js"),
	home: () => import("./pages/home.js"),
	join_form: () => import("./pages/join_form.js"),
	key_begin: () => import("./pages/key_setup.js"),
	key_confirm: () => import("./pages/key_confirm.js"),
	login_form: () => import("./pages/login_form.js"),
	disposal_show: () => import("./pages/paper.js"),
	paper_controlled: () => import("./pages/paper.js"),
	paper_day: () => import("./pages/paper.js"),
	paper_home: () => import("./pages/paper.js"),
	paper_one: () => import("./pages/paper.js"),
	note_list: () => import("./pages/note_list.js"),
	note_new: () => import("./pages/note_form.js"),
	note_add: () => import("./pages/note_form.js"),
	note_edit: () => import("./pages/note_form.js"),
	note_save: () => import("./pages/note_form.js"),
	note_versions: () => import("./pages/note_versions.js"),
	officer_list: () => import("./pages/officer_list.js"),
	order_search: () => import("./pages/prescription_search.js"),
	members_show: () => import("./pages/members_show.js"),
	merge_add: () => import("./pages/merge_form.js"),
	merge_form: () => import("./pages/merge_form.js"),
	merge_show: () => import("./pages/merge_show.js"),
	merge_undo: () => import("./pages/merge_show.js"),
	password_ask: () => import("./pages/password_ask.js"),
	patient_list: () => import("./pages/patient_list.js"),
	patient_new: () => import("./pages/patient_form.js"),
	patient_admit: () => import("./pages/patient_form.js"),
	patient_edit: () => import("./pages/patient_form.js"),
	patient_save: () => import("./pages/patient_form.js"),
	patient_passport: () => import("./pages/patient_passport.js"),
	patient_summary: () => import("./pages/patient_passport.js"),
	patient_trends: () => import("./pages/patient_trends.js"),
	patient_versions: () => import("./pages/patient_versions.js"),
	prescription_new: () => import("./pages/prescription_form.js"),
	prescription_add: () => import("./pages/prescription_form.js"),
	prescription_edit: () => import("./pages/prescription_form.js"),
	prescription_save: () => import("./pages/prescription_form.js"),
	prescription_copy: () => import("./pages/prescription_form.js"),
	prescription_search: () => import("./pages/prescription_search.js"),
	recovery_form: () => import("./pages/recovery_form.js"),
	report_group_form: () => import("./pages/report_group.js"),
	report_patient: () => import("./pages/report_form.js"),
	report_patient_export: () => import("./pages/report_form.js"),
	report_patient_form: () => import("./pages/report_form.js"),
	root_form: () => import("./pages/root_form.js"),
	rotation_form: () => import("./pages/rotation_form.js"),
	run_show: () => import("./pages/run_show.js"),
	search_add: () => import("./pages/search_form.js"),
	search_list: () => import("./pages/search_form.js"),
	search_new: () => import("./pages/search_form.js"),
	search_rename: () => import("./pages/search_form.js"),
	secrets_form: () => import("./pages/secrets_form.js"),
	setup_form: () => import("./pages/setup_form.js"),
	sheet_show: () => import("./pages/sheet_form.js"),
	sheet_sign: () => import("./pages/sheet_form.js"),
	state_add: () => import("./pages/entry_form.js"),
	state_form: () => import("./pages/entry_form.js"),
	system_show: () => import("./pages/system_show.js"),
	unlockers_form: () => import("./pages/unlockers_form.js"),
	unlock_form: () => import("./pages/unlock_form.js"),
}

/* The page that sends nothing is nobody's, whoever is signed in beside it. */
const alone = document.body.dataset["page"] === "ceremony_form"
if (!alone)
	settleDrafts()
// Its modules are on their way while the rest begins.
const page = PAGES[document.body.dataset["page"] ?? ""]?.()
page?.catch(() => {})
startHeader()
startShortcuts()
if (!alone) {
	startFactorDialog()
	void startSession()
	startSealedText()
	startIndexStatus()
}
await (await page)?.start()
if (!alone)
	await startDrafts()
document.documentElement.dataset["ready"] = "1"
