//! The database as these tests look at it.

use sqlx::PgPool;

/// All that a room's records can have changed, as text.
const ALL: &str = "
    SELECT jsonb_build_array(
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id) FROM messages t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id) FROM user_events t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id) FROM private_messages t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id) FROM connection_log t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.username, t.window_start) FROM limiter_counts t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.media_id) FROM media_history t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id) FROM user_images t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.username) FROM room_user_presence t),
        (SELECT jsonb_agg(to_jsonb(t) - 'updated_at' ORDER BY t.username, t.date) FROM user_daily_activity t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.username) FROM user_room_stats t),
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.hour_start) FROM room_hourly_activity t)
    )::text";

pub(super) async fn everything(owner: &PgPool) -> String {
    sqlx::query_scalar(ALL).fetch_one(owner).await.unwrap()
}

/// What was said, in the order in which it was stored.
pub(super) async fn lines(owner: &PgPool) -> Vec<String> {
    sqlx::query_scalar("SELECT message FROM messages WHERE room_id = 'fatpizza' ORDER BY id")
        .fetch_all(owner)
        .await
        .unwrap()
}

/// How many lines of all people are counted.
pub(super) async fn counted(owner: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT coalesce(sum(message_count), 0)::bigint FROM user_stats").fetch_one(owner).await.unwrap()
}

/// The names of all people, as they are shown.
pub(super) async fn spelled(owner: &PgPool) -> Vec<String> {
    sqlx::query_scalar("SELECT display_name FROM users ORDER BY username").fetch_all(owner).await.unwrap()
}
