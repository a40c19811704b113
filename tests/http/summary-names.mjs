// summary-names.mjs: how the summary names its tables, rows, indicators and data in English.
import { sql } from "./client.mjs"

export const TABLES = { institution: ["Patients by institution", "Institution"], district: ["Patients by district", "District"],
	group: ["Patients by group of diagnoses", "Group"], age: ["Patients by age and sex", "Age in years"],
	sex: ["Patients by sex", "Sex"], settlement: ["Patients by kind of settlement", "Settlement"],
	place: ["Patients by place of care", "Place of care"], reason: ["Removals by reason", "Reason"],
	step: ["Patients by step of pain relief", "WHO step of pain relief"], support: ["Patients by respiratory support", "Respiratory support"] }
export const NAMES = {
	age: { 0: "0–17", 1: "18–39", 2: "40–59", 3: "60–74", 4: "75+" }, sex: { m: "Men", f: "Women", u: "Not stated" },
	settlement: { urban: "Town", rural: "Countryside" },
	step: { iii: "III: strong opioids", ii: "II: weak opioids", i: "I: non-opioid painkillers", none: "no painkiller" },
	support: { invasive: "Invasive ventilation", noninvasive: "Non-invasive ventilation", other: "Oxygen, cough assist, aspirator and others", none: "no respiratory support" },
}
export const INDICATORS = {
	decision_days: "Decision of the commission within 10 days", contact_next_day: "First contact on the same or the next day",
	unstable_3_days: "Unstable phase of at most 3 days", pain_stays_low: "Absent or mild pain stays so",
	pain_comes_down: "Moderate or severe pain becomes mild", pain_screened: "Pain assessed at the first contact",
	pain_eased: "Comfortable within 48 hours", laxative: "Strong opioid with a laxative or a reason",
	wishes: "Wishes of the patient recorded", death_at_home: "Died at home or in a hospice",
	death_place_met: "Died where they wished to", late_referral: "Less than 7 days on the register before death",
	last_week_pain: "Pain of 0 to 3 in the last week of life", bereavement: "Family contacted within 14 days of the death",
	fatigue_stays_low: "Absent or mild fatigue stays so", fatigue_comes_down: "Moderate or severe fatigue becomes mild",
	breath_stays_low: "Absent or mild breathlessness stays so", breath_comes_down: "Moderate or severe breathlessness becomes mild",
	family_stays_low: "Absent or mild problems of the family stay so", family_comes_down: "Moderate or severe problems of the family become mild",
	distress_better: "Distress by pain fell or stayed low", pain_examined: "Pain of 4 and more examined within 24 hours",
	breath_screened: "Breathlessness assessed at the first contact", breath_treated: "Breathlessness treated within 24 hours",
	family_assessed: "State of the family or carer assessed", family_taught: "Family taught how to care",
	unseen_30: "Not seen for more than 30 days", unseen_60: "Not seen for more than 60 days",
}
/** What an entry needs; the other data stand in the tables of the patients. */
export const DATA = {
	has_referral: "Day of the referral", has_commission: "Number of the commission's conclusion",
	has_commission_on: "Day of the commission's decision", has_basis: "Basis of the commission's decision", has_consent: "Consent",
	has_ready: "Day of readiness for care", has_contact: "Day of the first contact", has_diagnosis: "Main diagnosis",
	has_phase: "Phase of illness", has_pps: "Functional state (PPS)", has_pain: "Pain",
}
export const STATED = { sex: "Sex", district: "District", settlement: "Settlement", place: "Place of care" }

export const datum = (out, name) => out["Completeness of the data"].find((r) => r.Datum === name)
/** The second column by the first. @param {string} list  a statement */
export const names = (list) => Object.fromEntries(sql(list).split("\n").map((line) => line.split("|")))
