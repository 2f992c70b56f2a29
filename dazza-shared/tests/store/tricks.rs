//! What a session may set, become or call: none of it gets a room past its walls.

use sqlx::{Connection, PgConnection, PgPool};

use super::catalogue::relations;
use super::isolation::{fill, sums};
use super::rooms::{FORBIDDEN, ROOMS, attempt, code, log_in, number, register, texts, url};

/// What a room may call.
const CALLABLE: [&str; 21] = [
    "count_lines",
    "current_room",
    "earlier_command_uses",
    "issue_owner_token",
    "keep_image",
    "lock_gallery",
    "money_sums",
    "note_bong",
    "note_command_uses",
    "note_image_check",
    "note_people",
    "pay_watch_rewards",
    "release_cooldown",
    "room_elsewhere_of",
    "set_quiet",
    "settle",
    "store_lines",
    "store_movements",
    "take_cooldown",
    "wallets_at_odds",
    "watch_rewards_of",
];

/// Runs with the owner's rights and asks for no room: it tells what all may know.
const READERS: [&str; 1] = ["watch_rewards_of"];

/// Whether `session` is the first room still, and sees nothing of the other.
async fn is_walled(session: &mut PgConnection) -> bool {
    let is_us = number(session, "SELECT (current_room() = 'alpha')::integer::bigint").await;
    let seen = number(session, "SELECT count(*) FROM messages WHERE room_id <> 'alpha'").await;
    is_us == Ok(1) && (seen == Ok(0) || seen == Err(FORBIDDEN.to_owned()))
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn nothing_that_a_session_sets_or_becomes_opens_a_way(pool: PgPool) {
    register(&pool, ROOMS[1]).await;
    let mut owner = pool.acquire().await.unwrap();
    let relations = relations(&mut owner).await;
    log_in(&pool, ROOMS[0]).await;
    fill(&mut owner, &relations).await;
    let before = sums(&mut owner, &relations).await;
    let [mates, other, us] =
        ["rooms_role()", "room_role('be-ta_2')", "room_role('alpha')"].map(|role| format!("SELECT {role}"));
    let role = async |statement: &str, owner: &mut PgConnection| texts(owner, statement).await.remove(0);
    let (mates, other, us) =
        (role(&mates, &mut owner).await, role(&other, &mut owner).await, role(&us, &mut owner).await);
    let refused = [
        format!("SET ROLE \"{other}\""),
        "SET ROLE dazza".to_owned(),
        "SET ROLE postgres".to_owned(),
        format!("SET SESSION AUTHORIZATION \"{other}\""),
        "SET SESSION AUTHORIZATION dazza".to_owned(),
        "SET session_replication_role = replica".to_owned(),
        "SELECT set_config('role', 'dazza', false)".to_owned(),
        format!("SELECT set_config('session_authorization', '{other}', false)"),
        "CREATE TEMPORARY TABLE user_economy (username text, balance bigint)".to_owned(),
        "CREATE TABLE user_economy_2 (username text)".to_owned(),
        "CREATE SCHEMA mine".to_owned(),
        "CREATE FUNCTION public.current_room() RETURNS text LANGUAGE sql AS 'SELECT ''be-ta_2'''".to_owned(),
        "CREATE FUNCTION pg_temp.current_room() RETURNS text LANGUAGE sql AS 'SELECT ''be-ta_2'''".to_owned(),
        "CREATE OR REPLACE FUNCTION require_room(p_room text) RETURNS void LANGUAGE sql AS 'SELECT NULL'".to_owned(),
        "ALTER FUNCTION settle SECURITY INVOKER".to_owned(),
        "CREATE POLICY mine ON messages USING (true)".to_owned(),
        "DROP POLICY own_rows ON messages".to_owned(),
        format!("ALTER ROLE \"{us}\" SUPERUSER"),
        format!("ALTER ROLE \"{us}\" BYPASSRLS"),
        format!("ALTER ROLE \"{other}\" PASSWORD 'mine'"),
        format!("GRANT \"{other}\" TO \"{us}\""),
        format!("CREATE ROLE mine IN ROLE \"{mates}\""),
        "CALL secure_tables()".to_owned(),
        "CALL register_room('gamma', NULL)".to_owned(),
        "SELECT * FROM purge_rows('be-ta_2')".to_owned(),
        "SELECT fold_ledger('be-ta_2')".to_owned(),
        "SELECT * FROM settle_in('alpha', NULL, 0, ARRAY['gaz_0'], ARRAY[5], NULL, ARRAY['x'], NULL, NULL, NULL, now())".to_owned(),
        "SELECT pg_read_file('/etc/passwd')".to_owned(),
        "LOCK TABLE messages IN ACCESS EXCLUSIVE MODE".to_owned(),
        "LOCK TABLE user_economy IN SHARE MODE".to_owned(),
        "LOCK TABLE cooldowns IN EXCLUSIVE MODE".to_owned(),
        "UPDATE messages SET room_id = 'be-ta_2'".to_owned(),
        "COPY messages TO PROGRAM 'true'".to_owned(),
        "COPY messages FROM '/etc/passwd'".to_owned(),
        "UPDATE user_economy SET balance = 1000000 WHERE username = 'gaz_0'".to_owned(),
        "INSERT INTO user_economy (username, balance) VALUES ('mate', 1000000)".to_owned(),
        "DELETE FROM economy_transactions".to_owned(),
        "UPDATE economy_transactions SET amount = 0 WHERE room_id = 'alpha'".to_owned(),
    ];
    for statement in refused {
        let mut session = log_in(&pool, ROOMS[0]).await;
        let outcome = attempt(&mut session, &statement).await;
        assert!(outcome.is_err(), "{statement}: {outcome:?}");
        assert!(is_walled(&mut session).await, "{statement}");
    }
    // What may be set changes nothing about who one is.
    for statement in [
        format!("SET ROLE \"{mates}\""),
        "SET row_security = off".to_owned(),
        "SET search_path = pg_temp, public".to_owned(),
        "SET search_path = information_schema, pg_catalog, public".to_owned(),
        "SET dazza.room = 'be-ta_2'".to_owned(),
        "SET plan_cache_mode = force_generic_plan".to_owned(),
        "SET default_transaction_read_only = on".to_owned(),
    ] {
        let mut session = log_in(&pool, ROOMS[0]).await;
        sqlx::query(sqlx::AssertSqlSafe(statement.clone())).execute(&mut session).await.unwrap();
        assert!(is_walled(&mut session).await, "{statement}");
        let minted =
            "SELECT * FROM settle('be-ta_2', decode(md5('x'), 'hex'), 0, ARRAY['gaz_0'], ARRAY[5], NULL, ARRAY['give'],
                                           NULL, NULL, NULL, now())";
        let outcome = attempt(&mut session, minted).await;
        assert_eq!(outcome, Err(FORBIDDEN.to_owned()), "{statement}");
    }
    assert_eq!(sums(&mut owner, &relations).await, before);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_calls_what_it_may_and_only_for_itself(pool: PgPool) {
    register(&pool, ROOMS[1]).await;
    let mut session = log_in(&pool, ROOMS[0]).await;
    let callable = "SELECT p.proname::text FROM pg_proc p
                    WHERE p.pronamespace = 'public'::regnamespace AND has_function_privilege(p.oid, 'EXECUTE')
                    ORDER BY p.proname";
    assert_eq!(texts(&mut session, callable).await, CALLABLE);
    // Each is called for the other room, with nothing else: who is refused first is refused for that.
    let calls = "SELECT format('SELECT * FROM %I(%s)', p.proname,
                               (SELECT string_agg(CASE WHEN n = 1 THEN '''be-ta_2''' ELSE 'NULL::' || format_type(t, NULL) END, ', ' ORDER BY n)
                                FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n)))
                 FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
                   AND has_function_privilege(p.oid, 'EXECUTE') AND p.proname <> 'watch_rewards_of'";
    let calls = texts(&mut session, calls).await;
    assert_eq!(calls.len(), CALLABLE.len() - 5, "{calls:?}");
    for call in calls {
        assert_eq!(attempt(&mut session, &call).await, Err(FORBIDDEN.to_owned()), "{call}");
    }
    let lines =
        "SELECT store_lines('be-ta_2', ARRAY[decode(md5('x'), 'hex')], ARRAY['gaz'], ARRAY['hello'], ARRAY[now()],
                                    ARRAY[1]::smallint[], ARRAY[false], ARRAY[false], '{}', '{}', '{}', '{}', '{}')";
    assert_eq!(attempt(&mut session, lines).await, Err(FORBIDDEN.to_owned()));
    let lines = "SELECT count_lines('be-ta_2', 'UTC', ARRAY['gaz'], ARRAY['Gaz'])";
    assert_eq!(attempt(&mut session, lines).await, Err(FORBIDDEN.to_owned()));
    let moves = "SELECT store_movements('be-ta_2', ARRAY['join'], ARRAY['gaz'], ARRAY['Gaz'], ARRAY[now()])";
    assert_eq!(attempt(&mut session, moves).await, Err(FORBIDDEN.to_owned()));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn another_rooms_key_settles_nothing_but_ones_own(pool: PgPool) {
    let mut theirs = log_in(&pool, ROOMS[1]).await;
    let mut ours = log_in(&pool, ROOMS[0]).await;
    let settle = |room: &str| {
        format!(
            "SELECT * FROM settle('{room}', decode(md5('one line'), 'hex'), 0, ARRAY['gaz'], ARRAY[5], NULL, ARRAY['give'],
                                  NULL, NULL, NULL, now())"
        )
    };
    sqlx::query(sqlx::AssertSqlSafe(settle(ROOMS[1]))).execute(&mut theirs).await.unwrap();
    assert_eq!(attempt(&mut ours, &settle(ROOMS[1])).await, Err(FORBIDDEN.to_owned()));
    let again = settle(ROOMS[1]).replace('*', "refusal");
    assert_eq!(texts(&mut theirs, &again).await, ["already done"], "the same line twice");
    sqlx::query(sqlx::AssertSqlSafe(settle(ROOMS[0]))).execute(&mut ours).await.unwrap();
    let mut owner = pool.acquire().await.unwrap();
    let ledger = "SELECT room_id || ' ' || sum(amount) FROM economy_transactions GROUP BY room_id ORDER BY room_id";
    assert_eq!(texts(&mut owner, ledger).await, ["alpha 5", "be-ta_2 5"]);
    let mint = "SELECT * FROM settle('alpha', decode(md5('y'), 'hex'), 0, ARRAY['gaz'], ARRAY[5], NULL, ARRAY['import_opening'],
                                     NULL, NULL, NULL, now())";
    assert_eq!(attempt(&mut ours, mint).await, Err(FORBIDDEN.to_owned()));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_of_one_fleet_gets_into_no_database_of_another(pool: PgPool) {
    let access = register(&pool, ROOMS[0]).await;
    let mut owner = pool.acquire().await.unwrap();
    let name = pool.connect_options().get_database().unwrap().to_owned();
    let neighbour = format!("{}_b", &name[..name.len().min(50)]);
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE \"{neighbour}\""))).execute(&mut *owner).await.unwrap();
    let options = pool.connect_options().as_ref().clone().database(&neighbour);
    let other = PgPool::connect_with(options.clone()).await.unwrap();
    dazza_shared::store::MIGRATOR.run(&other).await.unwrap();
    let next_door = dazza_shared::store::Access { url: url(&options), ..access };
    let refused = PgConnection::connect_with(&next_door.options("test").unwrap()).await.unwrap_err();
    assert_eq!(code(&refused), FORBIDDEN, "{refused}");
    other.close().await;
    // By force it would fail whenever the server's own vacuum is at work there; without it the vacuum gives way.
    sqlx::query(sqlx::AssertSqlSafe(format!("DROP DATABASE \"{neighbour}\""))).execute(&mut *owner).await.unwrap();
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn sessions_of_others_are_neither_seen_nor_ended(pool: PgPool) {
    let mut theirs = log_in(&pool, ROOMS[1]).await;
    let mut ours = log_in(&pool, ROOMS[0]).await;
    let pid = number(&mut theirs, "SELECT pg_backend_pid()::bigint").await.unwrap();
    let seen = number(
        &mut ours,
        &format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid} AND query LIKE '%backend_pid%'"),
    )
    .await;
    assert_eq!(seen, Ok(0));
    assert_eq!(attempt(&mut ours, &format!("SELECT pg_terminate_backend({pid})")).await, Err(FORBIDDEN.to_owned()));
    assert_eq!(number(&mut theirs, "SELECT 1::bigint").await, Ok(1));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_schema_is_built_as_its_rules_say(pool: PgPool) {
    register(&pool, ROOMS[0]).await;
    let mut owner = pool.acquire().await.unwrap();
    let mut none = async |statement: &str| {
        let found = texts(&mut owner, statement).await;
        assert!(found.is_empty(), "{found:?}\n{statement}");
    };
    // Without a comment.
    none(
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
          AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition AND c.relname <> '_sqlx_migrations'
          AND obj_description(c.oid, 'pg_class') IS NULL",
    )
    .await;
    none(
        "SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
          AND obj_description(p.oid, 'pg_proc') IS NULL",
    )
    .await;
    // A partition, or a table with a room, without row-level security.
    none("SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT c.relrowsecurity AND c.relname NOT IN ('chat_achievements') AND (c.relispartition OR EXISTS
            (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('room_id', 'scope')))").await;
    none(
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v'
          AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)",
    )
    .await;
    // A default partition.
    none("SELECT c.relname::text FROM pg_class c JOIN pg_partitioned_table p ON p.partdefid = c.oid").await;
    // What a trigger calls nobody can call, and the rows that it gets have passed the policies of their table.
    let definers = "SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
                    AND p.prorettype <> 'trigger'::regtype
                    AND (NOT coalesce(array_to_string(p.proconfig, ' ') LIKE '%search_path=public, pg_temp%', false)
                         OR (p.prosrc NOT LIKE '%require_room(p_room)%'))
                    ORDER BY p.proname";
    assert_eq!(texts(&mut owner, definers).await, READERS);
}
