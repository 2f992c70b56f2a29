
SET LOCAL search_path = public;
SELECT set_config('dazza.wanted', '{WANTED}', true) IS NULL;
DO $compare$
DECLARE
    wanted jsonb := current_setting('dazza.wanted');
    entry record;
    n bigint;
BEGIN
    FOR entry IN SELECT key AS name, value::bigint AS n FROM jsonb_each_text(wanted -> 'rows') LOOP
        EXECUTE format('SELECT count(*) FROM public.%I', entry.name) INTO n;
        IF n <> entry.n THEN
            RAISE EXCEPTION 'the table % has % rows, and the backup said %', entry.name, n, entry.n;
        END IF;
    END LOOP;
    FOR entry IN SELECT s ->> 'name' AS name, s ->> 'query' AS query, (s ->> 'sum')::bigint AS n
                 FROM jsonb_array_elements(wanted -> 'sums') s LOOP
        EXECUTE entry.query INTO n;
        IF n <> entry.n THEN
            RAISE EXCEPTION 'the sum of % is %, and the backup said %', entry.name, n, entry.n;
        END IF;
    END LOOP;
END
$compare$;
