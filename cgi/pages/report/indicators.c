/* indicators.c: the indicators of the summary, each declared once. */

#include "pages/report/figures.h"
#include "web/i18n.h"

#define TIMES	N_("Waiting times")
#define COURSE	N_("Phases of illness and pain")
#define THERAPY	N_("Prescriptions and wishes")
#define FAMILY	N_("Family and carers")
#define DEATHS	N_("Deaths and bereavement")
#define QUALITY	N_("Quality of the data")
#define ENTRY	N_("Completeness of the data")

#define OF_DEATHS	.part = BY_REASON, .key = "death"
#define OF_NEW		.of = TAKEN_IN
#define OF_PRESENT	.of = AT_END

const struct indicator indicators[] = {
	{ .code = "decision_days", .chapter = TIMES, .unit = N_("patients"),
	    .name = N_("Decision of the commission within 10 days"),
	    .definition = N_("Of those taken in within the period, by whom"
		" the commission decided at most 10 days after the referral;"
		" median of the days."),
	    .source = N_("of the register"), .median = true, OF_NEW },
	{ .code = "contact_next_day", .chapter = TIMES,
	    .unit = N_("patients"),
	    .name = N_("First contact on the same or the next day"),
	    .definition = N_("Of those taken in within the period, who were"
		" first met on the day they were ready for care or the next;"
		" median of the days."),
	    .source = "PCOC 1", .median = true, OF_NEW },
	{ .code = "unstable_3_days", .chapter = COURSE,
	    .unit = N_("phases"), .episodes = true,
	    .name = N_("Unstable phase of at most 3 days"),
	    .definition = N_("Of the unstable phases that ended within the"
		" period by another phase or the end of the stay; median of"
		" the days."),
	    .source = "PCOC 2", .median = true },
	{ .code = "pain_stays_low", .chapter = COURSE, .unit = N_("phases"),
	    .episodes = true,
	    .name = N_("Absent or mild pain stays so"),
	    .definition = N_("Of the phases that ended within the period and"
		" began with pain of 0 to 3, in which it was 0 to 3 when last"
		" assessed; not known: not assessed again."),
	    .source = "PCOC 3" },
	{ .code = "pain_comes_down", .chapter = COURSE,
	    .unit = N_("phases"), .episodes = true,
	    .name = N_("Moderate or severe pain becomes mild"),
	    .definition = N_("Of the phases that ended within the period and"
		" began with pain of 4 to 10, in which it was 0 to 3 when last"
		" assessed; not known: not assessed again."),
	    .source = "PCOC 3" },
	{ .code = "pain_screened", .chapter = COURSE,
	    .unit = N_("patients"),
	    .name = N_("Pain assessed at the first contact"),
	    .definition = N_("Of those taken in within the period and met,"
		" whose pain was assessed on the day of the first contact or"
		" the next."),
	    .source = "NQF 1634, 1637", OF_NEW },
	{ .code = "pain_eased", .chapter = COURSE, .unit = N_("patients"),
	    .name = N_("Comfortable within 48 hours"),
	    .definition = N_("Of those taken in within the period with pain"
		" of 4 to 10 when first assessed, in whom it was 0 to 3 at"
		" most two days later; not known: not assessed again in"
		" time."),
	    .source = "NQF 0209", OF_NEW },
	{ .code = "fatigue_stays_low", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Absent or mild fatigue stays so"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with fatigue of 0 to 3 by SAS or ESAS-r, in which"
		" it was 0 to 3 when last assessed; not known: not"
		" assessed again."),
	    .source = "PCOC 3" },
	{ .code = "fatigue_comes_down", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Moderate or severe fatigue becomes mild"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with fatigue of 4 to 10 by SAS or ESAS-r, in which"
		" it was 0 to 3 when last assessed; not known: not"
		" assessed again."),
	    .source = "PCOC 3" },
	{ .code = "breath_stays_low", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Absent or mild breathlessness stays so"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with breathlessness of 0 to 3 by SAS or ESAS-r, in"
		" which it was 0 to 3 when last assessed; not known:"
		" not assessed again."),
	    .source = "PCOC 3" },
	{ .code = "breath_comes_down", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Moderate or severe breathlessness becomes mild"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with breathlessness of 4 to 10 by SAS or ESAS-r, in"
		" which it was 0 to 3 when last assessed; not known:"
		" not assessed again."),
	    .source = "PCOC 3" },
	{ .code = "family_stays_low", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Absent or mild problems of the family stay so"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with problems of the family or carer of 0 to 1 by"
		" PCPSS, in which it was 0 to 1 when last assessed;"
		" not known: not assessed again."),
	    .source = "PCOC 3" },
	{ .code = "family_comes_down", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Moderate or severe problems of the family become"
		" mild"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with problems of the family or carer of 2 to 3 by"
		" PCPSS, in which it was 0 to 1 when last assessed;"
		" not known: not assessed again."),
	    .source = "PCOC 3" },
	{ .code = "distress_better", .chapter = COURSE, .unit = N_("phases"), .episodes = true,
	    .name = N_("Distress by pain fell or stayed low"),
	    .definition = N_("Of the phases that ended within the period and began"
		" with distress by pain assessed (SAS), in which it"
		" was less by 1 or more when last assessed, or 0 to 3"
		" both times; not known: not assessed again."),
	    .source = "AIHW 1.1" },
	{ .code = "pain_examined", .chapter = COURSE, .unit = N_("patients"),
	    .name = N_("Pain of 4 and more examined within 24 hours"),
	    .definition = N_("Of those taken in within the period with pain of 4"
		" to 10 when first assessed, of whom the worst, the"
		" average, that on movement, breakthrough pain or the"
		" goal was noted on that day or the next."),
	    .source = "NQF 1637", OF_NEW },
	{ .code = "breath_screened", .chapter = COURSE, .unit = N_("patients"),
	    .name = N_("Breathlessness assessed at the first contact"),
	    .definition = N_("Of those taken in within the period and met, whose"
		" breathlessness was assessed on the day of the first"
		" contact or the next."),
	    .source = "NQF 1639", OF_NEW },
	{ .code = "breath_treated", .chapter = COURSE, .unit = N_("patients"),
	    .name = N_("Breathlessness treated within 24 hours"),
	    .definition = N_("Of those taken in within the period with"
		" breathlessness of 4 to 10 when first assessed, who"
		" had a medicine against it, oxygen or a device of"
		" respiratory support on that day or the next."),
	    .source = "NQF 1638", OF_NEW },
	{ .code = "laxative", .chapter = THERAPY, .unit = N_("patients"),
	    .name = N_("Strong opioid with a laxative or a reason"),
	    .definition = N_("Of those with a strong opioid in the period,"
		" who had a laxative in it too, or a reason why not."),
	    .source = "NQF 1617", .part = BY_STEP, .key = "iii" },
	{ .code = "wishes", .chapter = THERAPY, .unit = N_("patients"),
	    .name = N_("Wishes of the patient recorded"),
	    .definition = N_("Of all in the report, with whom wishes were"
		" talked over until the end of the period."),
	    .source = "NQF 1641" },
	{ .code = "family_assessed", .chapter = FAMILY, .unit = N_("patients"),
	    .name = N_("State of the family or carer assessed"),
	    .definition = N_("Of all in the report, of whose family or carer the"
		" problems were assessed (PCPSS) within the period."),
	    .source = "PCOC" },
	{ .code = "family_taught", .chapter = FAMILY, .unit = N_("patients"),
	    .name = N_("Family taught how to care"),
	    .definition = N_("Of those on the register at the end and cared for at"
		" home or with relatives, whose family was taught"
		" until then (services of teaching); not known: the"
		" place of care."),
	    .source = N_("of the register"), OF_PRESENT },
	{ .code = "death_at_home", .chapter = DEATHS,
	    .unit = N_("patients"),
	    .name = N_("Died at home or in a hospice"),
	    .definition = N_("Of those who died in the period; not known:"
		" the place of death."),
	    .source = "PCOC", OF_DEATHS },
	{ .code = "death_place_met", .chapter = DEATHS,
	    .unit = N_("patients"),
	    .name = N_("Died where they wished to"),
	    .definition = N_("Of those who died in the period; not known:"
		" whether the place was the one wished for."),
	    .source = "EPaCCS", OF_DEATHS },
	{ .code = "late_referral", .chapter = DEATHS,
	    .unit = N_("patients"), .down = true,
	    .name = N_("Less than 7 days on the register before death"),
	    .definition = N_("Of those who died in the period; median of the"
		" days on the register."),
	    .source = "PCOC", .median = true, OF_DEATHS },
	{ .code = "last_week_pain", .chapter = DEATHS,
	    .unit = N_("patients"),
	    .name = N_("Pain of 0 to 3 in the last week of life"),
	    .definition = N_("Of those who died in the period, by the last"
		" assessment of the last 7 days; not known: not assessed in"
		" them."),
	    .source = "PCOC", OF_DEATHS },
	{ .code = "bereavement", .chapter = DEATHS, .unit = N_("patients"),
	    .name = N_("Family contacted within 14 days of the death"),
	    .definition = N_("Of those who died in the period, at least 14"
		" days before its end; not known: no care for the family is"
		" recorded."),
	    .source = "PCOC", OF_DEATHS },
	{ .code = "unseen_30", .chapter = QUALITY, .unit = N_("patients"),
	    .down = true, .name = N_("Not seen for more than 30 days"),
	    .definition = N_("Of those on the register at the end, by the"
		" last visit until then; who was never visited, by the day he"
		" was taken in."),
	    .source = "palCentre", OF_PRESENT },
	{ .code = "unseen_60", .chapter = QUALITY, .unit = N_("patients"),
	    .down = true, .name = N_("Not seen for more than 60 days"),
	    .definition = N_("Of those on the register at the end, by the"
		" last visit until then; who was never visited, by the day he"
		" was taken in."),
	    .source = "palCentre", OF_PRESENT },
	{ .code = "has_referral", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Day of the referral"),
	    .definition = N_("The day stands in the entry."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_commission", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Number of the commission's conclusion"),
	    .definition = N_("The number stands in the entry."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_commission_on", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Day of the commission's decision"),
	    .definition = N_("The day stands in the entry."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_basis", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Basis of the commission's decision"),
	    .definition = N_("The group of indications by which the commission"
		" decided stands in the entry."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_consent", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Consent"),
	    .definition = N_("The day stands in the entry and is not after the"
		" period."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_ready", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Day of readiness for care"),
	    .definition = N_("The day stands in the entry."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_contact", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Day of the first contact"),
	    .definition = N_("The day stands in the entry and is not after the"
		" period."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_diagnosis", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Main diagnosis"),
	    .definition = N_("A code of ICD-10 stands in the entry."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_phase", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Phase of illness"),
	    .definition = N_("Assessed at least once until the end of the"
		" period."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_pps", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Functional state (PPS)"),
	    .definition = N_("Assessed at least once until the end of the"
		" period."), .source = "palCentre", OF_PRESENT },
	{ .code = "has_pain", .chapter = ENTRY, .unit = N_("patients"),
	    .complete = true, .name = N_("Pain"),
	    .definition = N_("Assessed at least once until the end of the"
		" period."), .source = "palCentre", OF_PRESENT },
};

const size_t indicators_len = sizeof(indicators) / sizeof(indicators[0]);
