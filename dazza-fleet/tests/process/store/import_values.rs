//! What `old_bot/odd.sql` is once it was imported, table by table.

use super::import::told;
use crate::stage::Stage;

pub(super) async fn people_and_chat(stage: &Stage) {
    let values = [
        ("SELECT concat_ws(':', room_id, count(*)) FROM messages GROUP BY room_id", "fatpizza:8 thepub:4"),
        ("SELECT display_name FROM users WHERE NOT is_system", "Alice Bob Carol Ghost Stranger"),
        ("SELECT username FROM users WHERE is_system", "[server] dazza unknown#import"),
        ("SELECT message FROM messages WHERE id = 2", "see this page <now>"),
        ("SELECT message FROM messages WHERE id = 3", "nice :kappa:"),
        ("SELECT message || word_count FROM messages WHERE id = 4", "0"),
        ("SELECT message FROM messages WHERE id = 14", "bad \u{1}\u{fffd} bytes"),
        ("SELECT message FROM messages WHERE id = 15", "tab back\\slash line"),
        ("SELECT word_count FROM messages WHERE id = 1", "5"),
        ("SELECT sent_at AT TIME ZONE 'UTC' FROM messages WHERE id = 3", "2025-07-04 03:04:07"),
        ("SELECT id FROM messages WHERE is_command", "5"),
        ("SELECT id FROM messages WHERE is_own", "6"),
        ("SELECT id FROM messages WHERE username = 'unknown#import'", "8 9"),
        (
            "SELECT concat_ws(':', room_id, username, message_count) FROM user_room_stats",
            "fatpizza:alice:4 fatpizza:carol:3 thepub:bob:1",
        ),
        ("SELECT concat_ws(':', username, message_count) FROM user_stats", "alice:4 bob:1 carol:3 ghost:77"),
        ("SELECT extract(year FROM first_seen) FROM user_stats WHERE username = 'alice'", "2024"),
        ("SELECT concat_ws(':', username, is_online) FROM room_user_presence", "alice:f"),
        ("SELECT name || is_active FROM rooms WHERE id = 'thepub'", "The Pubfalse"),
        (
            "SELECT concat_ws(':', normalized_url, message_id) FROM posted_urls",
            "https://youtu.be/abcdefghijk https://youtube.com/watch?v=abcdefghijk&t=1:2",
        ),
        ("SELECT count(*) FROM private_messages WHERE message IS NULL", "2"),
        ("SELECT details::text FROM connection_log WHERE id = 2", "{\"raw\": \"no JSON\"}"),
        (
            "SELECT concat_ws(':', id, to_user, message) FROM reminders WHERE delivered_at = remind_at",
            "1:tea & toast 2:bob:long ago",
        ),
        ("SELECT concat_ws(':', id, via_pm, delivered_at IS NULL) FROM tells", "1:f:t 2:t:f"),
        (
            "SELECT concat_ws(':', command_name, room_id, expires_at - last_used) FROM cooldowns",
            "beg:*:2 days fish:*:02:00:00 juggle:*:00:00:00",
        ),
    ];
    all_told(stage, &values).await;
}

pub(super) async fn figures(stage: &Stage) {
    let values = [
        (
            "SELECT concat_ws(':', date, message_count) FROM user_daily_activity WHERE username = 'alice'",
            "2024-06-21:40 2025-07-04:4",
        ),
        (
            "SELECT concat_ws(':', best_streak, total_active_days, current_streak) FROM user_chat_streaks WHERE username = 'alice'",
            "9:30:0",
        ),
        ("SELECT concat_ws(':', hour, message_count) FROM user_active_hours WHERE username = 'alice'", "13:4"),
        ("SELECT messages FROM room_hourly_activity WHERE room_id = 'fatpizza'", "7 42"),
        (
            "SELECT concat_ws(':', total_messages, url_count, last_message_id) FROM message_analysis_cache WHERE username = 'alice'",
            "4:0:4",
        ),
        (
            "SELECT word FROM user_vocabulary WHERE username = 'carol'",
            "all at back bad bytes in line no room slash tab",
        ),
        ("SELECT concat_ws(':', username, details) FROM chat_achievements", "alice:101"),
        (
            "SELECT concat_ws(':', current_value, next_tier) FROM achievement_progress WHERE username = 'ghost'",
            "77:bronze",
        ),
    ];
    all_told(stage, &values).await;
}

pub(super) async fn counted(stage: &Stage) {
    let values = [
        ("SELECT concat_ws(':', id, hour) FROM user_bongs", "1:15 2:15 3:19 4:15"),
        (
            "SELECT concat_ws(':', room_id, date, count, imported) FROM bong_counter",
            "fatpizza:2025-06-30:4:4 fatpizza:2025-07-01:6:6 fatpizza:2025-07-04:3:0 thepub:2025-07-05:1:0",
        ),
        ("SELECT concat_ws(':', room_id, date, count, imported) FROM drink_counter", "thepub:2025-07-04:5:4"),
        (
            "SELECT concat_ws(':', username, cone_count, max_cones_per_hour) FROM bong_sessions",
            "alice:1:1 alice:2:2 alice:7:7 bob:1:1",
        ),
        (
            "SELECT concat_ws(':', username, longest_streak, current_streak) FROM user_bong_streaks",
            "alice:12:0 bob:1:0",
        ),
        ("SELECT concat_ws(':', username, current_amount) FROM user_bladder", "bob:5"),
    ];
    all_told(stage, &values).await;
}

pub(super) async fn money_and_games(stage: &Stage) {
    let values = [
        (
            "SELECT concat_ws(':', username, balance, trust) FROM user_economy",
            "alice:148:70 bob:17:50 carol:0:50 dazza:1000:50 stranger:0:50",
        ),
        (
            "SELECT concat_ws(':', username, amount) FROM economy_transactions WHERE transaction_type = 'import_opening'",
            "alice:93 bob:3 carol:0 dazza:1000 stranger:-8",
        ),
        (
            "SELECT concat_ws(':', username, amount, room_id) FROM economy_transactions WHERE transaction_type = 'import_refund'",
            "alice:25:fatpizza bob:4:thepub",
        ),
        ("SELECT concat_ws(':', id, transaction_type) FROM economy_transactions WHERE heist_id IS NOT NULL", "3:heist"),
        ("SELECT transaction_type FROM economy_transactions WHERE id = 5", "moon_landing"),
        (
            "SELECT details::text FROM economy_transactions WHERE id = 1",
            "{\"species\": \"barramundi\", \"weight_kg\": 3.5}",
        ),
        ("SELECT counterparty FROM economy_transactions WHERE id = 2", "bob"),
        (
            "SELECT concat_ws(':', id, state, participant_count, total_payout) FROM heist_events",
            "1:completed:1:90 2:cancelled:0:0 3:cancelled:0:0 4:cancelled:0:0",
        ),
        (
            "SELECT concat_ws(':', heist_id, username, money_earned, trust_gained, vote) FROM heist_participants",
            "1:alice:40:3:servo",
        ),
        (
            "SELECT concat_ws(':', id, status, winner) FROM coin_flip_challenges",
            "1:completed:alice 2:expired 3:expired 5:cancelled",
        ),
        (
            "SELECT concat_ws(':', username, total_flips, wins, biggest_win, current_streak) FROM coin_flip_stats",
            "alice:11:7:90:2",
        ),
        ("SELECT concat_ws(':', username, total_opens, best_win, worst_loss) FROM mystery_box_stats", "alice:5:300:20"),
        ("SELECT concat_ws(':', username, total_mugs, last_mugged_by) FROM mug_stats", "bob:4:alice"),
        (
            "SELECT concat_ws(':', room_id, username, total_spins, best_shift, worst_shift) FROM sign_spinning_stats",
            "thepub:bob:4:90:20",
        ),
        (
            "SELECT concat_ws(':', id, status, challenger_total, challenged_total) FROM pissing_contest_challenges",
            "1:completed:400:900 2:completed:900:400 3:expired",
        ),
        (
            "SELECT concat_ws(':', username, total_matches, best_distance, avg_distance, legendary_performances) FROM pissing_contest_stats",
            "alice:3:3.5:[\"the long one\"]",
        ),
    ];
    all_told(stage, &values).await;
}

pub(super) async fn pictures_and_videos(stage: &Stage) {
    let values = [
        (
            "SELECT concat_ws(':', id, username, url, is_active, original_poster) FROM user_images",
            "2:bob:https://a.example/p.jpg:t:alice 3:bob:https://a.example/q.png?w=1&h=2:f:carol",
        ),
        ("SELECT concat_ws(':', username, is_locked) FROM user_gallery_locks", "alice:t bob:t"),
        (
            "SELECT concat_ws(':', id, room_id, media_title, end_time - start_time) FROM video_sessions",
            "1:fatpizza:Tea & Toast:00:01:40 2:thepub:00:01:00 3:fatpizza:00:00:50 4:fatpizza:00:00:00",
        ),
        (
            "SELECT concat_ws(':', id, username, rewarded, reward_amount, leave_time - join_time) FROM video_watchers",
            "1:alice:t:3:00:01:40 3:bob:f:0:00:00:50",
        ),
        (
            "SELECT concat_ws(':', room_id, media_type, media_id, title, added_by, play_count) FROM media_history",
            "fatpizza:yt:abcdefghijk:Tea & Toast:alice:5 thepub:fi:https://a.example/film.mp4:Film:bob:1 thepub:sc:https://soundcloud.com/a/b:1",
        ),
    ];
    all_told(stage, &values).await;
}

/// Every statement gives what is expected of it.
async fn all_told(stage: &Stage, values: &[(&str, &str)]) {
    let mut faults = Vec::new();
    for (statement, expected) in values {
        let told = told(stage, statement).await;
        if told != *expected {
            faults.push(format!("{statement}\n  gives    {told}\n  and not  {expected}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
