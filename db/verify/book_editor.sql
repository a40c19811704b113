-- Verify palreg:book_editor on pg

BEGIN;
SELECT code, part, tab, key, fixed, title, title_en, retire, skip, after, search, rules, name, name_en, ord FROM palreg.book WHERE false;
SELECT book, key, version, action, account_id, at, import_id, was, became FROM palreg.book_change WHERE false;
SELECT source, valid_from, valid_to, retired_at FROM palreg.ome_factor WHERE false;
SELECT has_function_privilege('palreg_admin', 'palreg.book_save(text, text, int, text[], text[], text)', 'EXECUTE');
SELECT has_function_privilege('palreg_admin', 'palreg.book_import_undo(uuid)', 'EXECUTE');
ROLLBACK;
