SELECT told AS "told!" FROM (
    SELECT format('%s.%s', n.nspname, c.relname) AS told, 'pg_class'::regclass::oid AS kind, c.oid AS id
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    UNION ALL
    SELECT format('%s.%s()', n.nspname, p.proname), 'pg_proc'::regclass::oid, p.oid
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    UNION ALL
    SELECT format('%s.%s', n.nspname, t.typname), 'pg_type'::regclass::oid, t.oid
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('d', 'e', 'r')
    UNION ALL
    SELECT n.nspname || '.', 'pg_namespace'::regclass::oid, n.oid
    FROM pg_catalog.pg_namespace n WHERE n.nspname <> 'public'
) AS found
-- What belongs to the system, or came with an extension, is nobody's data.
WHERE told !~ '^(pg_|information_schema\.)'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = found.kind AND d.objid = found.id AND d.deptype = 'e')
ORDER BY told LIMIT 1
