-- Verify palreg:session_sweep_bound on pg

BEGIN;

SELECT palreg.session_sweep(0);

ROLLBACK;
