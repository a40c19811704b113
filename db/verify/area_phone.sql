-- Verify palreg:area_phone on pg

BEGIN;

SELECT phone_day, phone_night FROM palreg.area WHERE false;

ROLLBACK;
