-- sessions.sql: a session for each doctor of dataset.sql; the n-th cookie is the SHA-256 of :seed and n.
SET search_path = palreg, pg_temp;
SELECT count(session_open(sha256(sha256(convert_to(:'seed' || n, 'UTF8'))), id, NULL, NULL, 'bench')) AS sessions
  FROM (SELECT id, row_number() OVER (ORDER BY login) AS n FROM account WHERE login LIKE 'doctor%.%') AS d;
