BEGIN;
-- Roles belong to the whole cluster and are named after the number of the database: that of all rooms comes before the
-- data; those of the rooms follow when they are registered, with passwords that this fleet makes.
DO $roles$
DECLARE
    rooms text := 'dazza_rooms_' || (SELECT lpad(to_hex(d.oid::bigint), 8, '0') FROM pg_catalog.pg_database d
                                     WHERE d.datname = current_database());
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = rooms) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', rooms);
    END IF;
END
$roles$;
