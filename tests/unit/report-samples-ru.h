/* report-samples-ru.h: the messages of reports/ in Russian, for the tests. */
#ifndef REPORT_SAMPLES_RU_H
#define REPORT_SAMPLES_RU_H

static const char *const russian[][2] = {
	{ "Register of Palliative Patients",
	  "Регистр паллиативных пациентов" },
	{ "Made {1}, {2}", "Сформирован {1}, {2}" },
	{ "page {1} of {2}", "стр. {1} из {2}" },
	{ "No.", "№" },
	{ "Medicine, form", "Препарат, форма" },
	{ "Dose", "Доза" },
	{ "Route", "Путь введения" },
	{ "Schedule", "Схема" },
	{ "When needed, doses a day", "По требованию, доз в сутки" },
	{ "Start", "Начало" },
	{ "End", "Окончание" },
	{ "Status, reason", "Статус, причина" },
	{ "Author", "Автор" },
	{ "active", "действует" },
	{ "on hold", "приостановлено" },
	{ "completed", "завершено" },
	{ "stopped", "отменено" },
	{ "replaced", "заменено" },
	{ "entered in error", "внесено ошибочно" },
	{ "Active prescriptions", "Действующие назначения" },
	{ "No active prescriptions in this period.",
	  "Действующих назначений за период нет." },
	{ "Completed and stopped prescriptions",
	  "Завершённые и отменённые назначения" },
	{ "No completed or stopped prescriptions in this period.",
	  "Завершённых и отменённых назначений за период нет." },
	{ "male", "мужской" },
	{ "female", "женский" },
	{ "not stated", "не указан" },
	{ "Registry No.", "Регистровый №" },
	{ "Registry No. {1}", "Регистровый № {1}" },
	{ "Year of birth, sex", "Год рождения, пол" },
	{ "Main diagnosis", "Основной диагноз" },
	{ "Institution", "Медицинская организация" },
	{ "Period", "Период" },
	{ "Lines in the period", "Строк за период" },
	{ "active {1}, completed and stopped {2}",
	  "действующих {1}, завершённых и отменённых {2}" },
	{ "Made at", "Сформирован" },
	{ "Made by", "Кем сформирован" },
	{ "Lines in the report", "Назначения в отчёте" },
	{ "Patient: surname, name, date of birth (added on the reader's"
	  " computer, unknown to the server)",
	  "Пациент: фамилия, имя, отчество, дата рождения (вносится на"
	  " компьютере врача, серверу неизвестны)" },
	{ "no", "нет" },
	{ "yes", "да" },
	{ "yes, at most {1}", "да, не более {1}" },
	{ "open", "не указано" },
	{ "Prescriptions in time", "Назначения во времени" },
	{ "Solid: active or on hold; an arrow: no end is set. Hatched:"
	  " completed, stopped, replaced or entered in error.",
	  "Сплошная полоса: действует или приостановлено; стрелка: дата"
	  " окончания не указана. Штриховка: завершено, отменено, заменено"
	  " или внесено ошибочно." },
	{ "The report shows every line that was in force on at least one day"
	  " of the period. Active: in force or on hold when the report was"
	  " made. When needed: given on demand, at most so many doses in 24"
	  " hours. A dash: not recorded.",
	  "В отчёт включены все строки назначений, действовавшие хотя бы один"
	  " день периода. Действующие: действуют или приостановлены на момент"
	  " формирования отчёта. По требованию: даётся при необходимости, не"
	  " более указанного числа доз за 24 часа. Прочерк: не записано." },
	{ "Prescriptions of a patient", "Назначения пациента" },
	{ "Attending physician", "Лечащий врач" },
	{ "Head of department", "Заведующий отделением" },
	{ "signature, name", "подпись, фамилия, инициалы" },
	{ "date", "дата" },
	{ "Summary of patients and their needs",
	  "Сводный отчёт о состоянии и потребностях пациентов" },
	{ "Summary report", "Сводный отчёт" },
	{ "Institutions in the report", "Медицинских организаций в отчёте" },
	{ "Counts not shown", "Не показаны значения" },
	{ "fewer than {1}", "менее {1}" },
	{ "<{1}", "<{1}" },
	{ "Patients", "Пациентов" },
	{ "%", "%" },
	{ "Share", "Доля" },
	{ "Total", "Всего" },
	{ "Draft", "Черновик" },
	{ "Awaiting a decision", "Ожидает решения" },
	{ "Under observation", "Под наблюдением" },
	{ "Suspended", "Наблюдение приостановлено" },
	{ "Removed from the register", "Исключён из регистра" },
	{ "Men", "Мужчины" },
	{ "Women", "Женщины" },
	{ "Not stated", "Не указан" },
	{ "At the start", "На начало" },
	{ "Taken in", "Принято" },
	{ "Removed", "Исключено" },
	{ "At the end", "На конец" },
	{ "Flow of patients", "Движение пациентов" },
	{ "Flow by month", "Движение по месяцам" },
	{ "patients", "пациентов" },
	{ "On the register at the end", "Состоит на конец месяца" },
	{ "Check: not possible, a count is not shown.",
	  "Проверка: невозможна, одно из значений не показано." },
	{ "Check: {1} + {2} \xe2\x88\x92 {3} = {4}, the flow agrees.",
	  "Проверка: {1} + {2} \xe2\x88\x92 {3} = {4}, движение сходится." },
	{ "Check: {1} + {2} \xe2\x88\x92 {3} is not {4}, the flow DOES NOT"
	  " AGREE; the records must be examined.",
	  "Проверка: {1} + {2} \xe2\x88\x92 {3} не равно {4}, движение НЕ"
	  " СХОДИТСЯ; необходимо проверить записи." },
	{ "At the start: on the register on the day before the period. Taken"
	  " in and removed: with a date of admission or removal within it; a"
	  " patient who came back counts each time. At the end: on the"
	  " register on its last day.",
	  "На начало: состоят в регистре на день, предшествующий периоду."
	  " Принято и исключено: дата включения или исключения в пределах"
	  " периода; вернувшийся пациент учитывается каждый раз. На конец:"
	  " состоят в регистре в последний день периода." },
	{ "Age and sex, patients", "Возраст и пол, пациентов" },
	{ "Patients whose sex is not stated are in the tables only. Hatched:"
	  " a count that is not shown.",
	  "Пациенты, пол которых не указан, учтены только в таблицах."
	  " Штриховка: значение не показано." },
	{ "Patients by status", "Пациенты по статусу" },
	{ "Status", "Статус" },
	{ "Status on the last day of the period; those removed are the ones"
	  " removed within the period. Everybody who was on the register for"
	  " at least one day of it is counted once.",
	  "Статус на последний день периода; исключённые: исключены в"
	  " течение периода. Каждый пациент, состоявший в регистре хотя бы"
	  " один день периода, учтён один раз." },
	{ "Patients by sex", "Пациенты по полу" },
	{ "Sex", "Пол" },
	{ "Share: of all patients counted in the report.",
	  "Доля: от всех пациентов, учтённых в отчёте." },
	{ "Patients by age", "Пациенты по возрасту" },
	{ "Age in years", "Возраст, лет" },
	{ "Age: the last year of the period less the year of birth, because"
	  " the day of birth is sealed.",
	  "Возраст: последний год периода минус год рождения, так как дата"
	  " рождения зашифрована." },
	{ "Patients by group of diagnoses", "Пациенты по группам диагнозов" },
	{ "Group", "Группа" },
	{ "Group of the main diagnosis on the last day of the period.",
	  "Группа основного диагноза на последний день периода." },
	{ "Patients by institution", "Пациенты по медицинским организациям" },
	{ "On the register at the end of the period.",
	  "Состоят в регистре на конец периода." },
	{ "Prescriptions by medicine", "Назначения по препаратам" },
	{ "Medicine", "Препарат" },
	{ "Lines", "Строк" },
	{ "Share of patients", "Доля пациентов" },
	{ "Patients with at least one line of the medicine in force on a day"
	  " of the period; a patient with several medicines counts in each of"
	  " their rows and once in the total. Share: of all patients counted"
	  " in the report.",
	  "Пациенты, у которых хотя бы одна строка препарата действовала в"
	  " какой-либо день периода; пациент с несколькими препаратами учтён"
	  " в каждой из их строк и один раз в итоге. Доля: от всех пациентов,"
	  " учтённых в отчёте." },
	{ "Most prescribed medicines", "Наиболее назначаемые препараты" },
	{ "Amount in the period", "Количество за период" },
	{ "Opioids by day", "Опиоиды по дням" },
	{ "Pain by day, the worst", "Боль по дням, наибольшая" },
	{ "mg OME", "мг OME" },
	{ "pain, 0 to 10", "боль, 0–10" },
	{ "regular", "регулярно" },
	{ "with as needed, at most", "с «по требованию», не более" },
	{ "Indication", "Показание" },
	{ "DDD", "DDD" },
	{ "A row is a line, a bar one of its versions; the label is the first"
	  " one. An arrow: no end is set. Hatched: completed, stopped or"
	  " entered in error.",
	  "Строка — назначение, полоса — одна из его версий; подписана"
	  " первая. Стрелка: дата окончания не указана. Штриховка: завершено,"
	  " отменено или внесено ошибочно." },
};

#endif
