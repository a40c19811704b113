-- Verify palreg:import_sweep_bound on pg

BEGIN;

SELECT palreg.import_sweep();

ROLLBACK;
