-- Verify palreg:source_en on pg

BEGIN;

SELECT source_en FROM palreg.safety_rule WHERE false;
SELECT source_en FROM palreg.medicine_limit WHERE false;
SELECT source_en FROM palreg.rx_limit WHERE false;
SELECT source_en FROM palreg.ome_table WHERE false;
SELECT source_en FROM palreg.ome_factor WHERE false;

ROLLBACK;
