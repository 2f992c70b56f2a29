-- What an import brought of a day's count beyond the rows that the source still had of it.

ALTER TABLE bong_counter ADD COLUMN imported integer NOT NULL DEFAULT 0 CHECK (imported >= 0);
COMMENT ON COLUMN bong_counter.imported IS 'How many of count have no row in user_bongs: they were counted before the import.';
COMMENT ON TABLE bong_counter IS 'Bongs of a room by local day; equal to the number of its rows in user_bongs, and what was imported beside them.';

ALTER TABLE drink_counter ADD COLUMN imported integer NOT NULL DEFAULT 0 CHECK (imported >= 0);
COMMENT ON COLUMN drink_counter.imported IS 'How many of count have no row in user_drinks: they were counted before the import.';
COMMENT ON TABLE drink_counter IS 'Drinks of a room by local day; equal to the number of its rows in user_drinks, and what was imported beside them.';

CALL secure_tables();
