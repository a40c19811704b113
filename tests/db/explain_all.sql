-- explain_all.sql: every question of queries.sql once or with the filters that hurt most; included by explain.sql.

\echo == patient_list, no filter
:explain EXECUTE patient_list(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 0);
\echo == patient_list, active, C34, page 2
:explain EXECUTE patient_list('active', 'C34', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 50);
\echo == patient_list, a rare diagnosis
:explain EXECUTE patient_list(NULL, 'Q81', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 0);
\echo == patient_list, group, sex, age, period
:explain EXECUTE patient_list(NULL, NULL, 'neuro', 'f', 60, 80, CURRENT_DATE - 300, CURRENT_DATE, NULL, NULL, NULL, 50, 0);
\echo == patient_list, one institution
:explain EXECUTE patient_list('active', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 101, NULL, NULL, 50, 0);
\echo == patient_list, pain from 7, unseen
:explain EXECUTE patient_list('active', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 7, 14, 50, 0);
\echo == patient_count, no filter
:explain EXECUTE patient_count(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\echo == patient_count, active, C34
:explain EXECUTE patient_count('active', 'C34', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\echo == patient_ids, active
:explain EXECUTE patient_ids('active', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\echo == patient_find, register number
:explain EXECUTE patient_find('П-0100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 0);
\echo == patient_find, district, date out
:explain EXECUTE patient_find(NULL, 12, CURRENT_DATE - 60, CURRENT_DATE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 0);
\echo == patient_find, phase, PPS, active
:explain EXECUTE patient_find(NULL, NULL, NULL, NULL, 3, 30, 50, NULL, NULL, NULL, NULL, 'active', 50, 0);
\echo == patient_find, a medicine, a group
:explain EXECUTE patient_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 'laxative', NULL, NULL, 'active', 50, 0);
\echo == patient_find, a doctor
:explain EXECUTE patient_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '00000000-0000-4000-8000-000000000000', NULL, NULL, 50, 0);
\echo == patient_find, a strong opioid without a laxative
:explain EXECUTE patient_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, 50, 0);
\echo == prescription_search, no filter
:explain EXECUTE prescription_search(NULL, NULL, NULL, NULL, NULL, NULL, 50, 0);
\echo == prescription_search, a medicine in a period
:explain EXECUTE prescription_search(5, CURRENT_DATE - 30, CURRENT_DATE, NULL, NULL, NULL, 50, 0);
\echo == prescription_search, an old period, stopped
:explain EXECUTE prescription_search(NULL, CURRENT_DATE - 1400, CURRENT_DATE - 1300, 'stopped', NULL, NULL, 50, 0);
\echo == prescription_search, an author who is nobody
:explain EXECUTE prescription_search(NULL, NULL, NULL, NULL, '00000000-0000-4000-8000-000000000000', NULL, 50, 0);
\echo == prescription_count, active now
:explain EXECUTE prescription_count(NULL, CURRENT_DATE, CURRENT_DATE, 'active', NULL, NULL);
\echo == home_figures
:explain EXECUTE home_figures;
