-- Verify palreg:care_place_now on pg

SELECT patient_id, place FROM palreg.care_place_now WHERE false;
