-- Revert palreg:care_place_now from pg

DROP VIEW palreg.care_place_now;
