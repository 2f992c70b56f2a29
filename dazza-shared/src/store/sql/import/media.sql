-- Pictures and videos.

--! table user_images
--! imported
INSERT INTO user_images (id, username, url, posted_at, is_active, pruned_reason, failure_count, first_failure_at, last_check_at,
                         next_check_at, recheck_count, original_poster, most_recent_poster, original_at, created_at)
OVERRIDING SYSTEM VALUE
SELECT DISTINCT ON (s.url) s.id, s.username, s.url, s.posted_at, s.is_active, s.pruned_reason, s.failure_count, s.first_failure_at,
       s.last_check_at, s.next_check_at, s.recheck_count, first.original_poster, coalesce(s.most_recent_poster, s.username),
       first.original_at, s.created_at
FROM import_user_images s
JOIN (SELECT DISTINCT ON (url) url, coalesce(original_poster, username) AS original_poster,
             coalesce(original_at, posted_at) AS original_at
      FROM import_user_images ORDER BY url, coalesce(original_at, posted_at), id) first USING (url)
ORDER BY s.url, s.is_active DESC, s.posted_at DESC, s.id
--! note more than 25 in the gallery: the oldest are put aside
SELECT url FROM (SELECT url, row_number() OVER (PARTITION BY username ORDER BY posted_at DESC, id DESC) AS nth
                 FROM user_images WHERE is_active) AS ranked WHERE nth > 25
--! then
UPDATE user_images i SET is_active = false, pruned_reason = 'gallery limit', pruned_at = current_setting('import.now')::timestamptz
FROM (SELECT id, row_number() OVER (PARTITION BY username ORDER BY posted_at DESC, id DESC) AS nth
      FROM user_images WHERE is_active) AS ranked
WHERE ranked.id = i.id AND ranked.nth > 25

--! table user_gallery_locks
--! imported
INSERT INTO user_gallery_locks (username, is_locked, locked_at, created_at)
SELECT DISTINCT ON (username) username, is_locked, locked_at, created_at
FROM import_user_gallery_locks ORDER BY username, coalesce(locked_at, created_at) DESC, is_locked DESC

--! table video_sessions
--! note left open: closed with its video, or with its last watcher
SELECT src FROM import_video_sessions WHERE end_time IS NULL
--! imported
INSERT INTO video_sessions (id, room_id, media_id, media_title, start_time, end_time, duration) OVERRIDING SYSTEM VALUE
SELECT s.id, s.room_id, s.media_id, s.media_title, s.start_time,
       coalesce(s.end_time, s.start_time + lasted.length, w.last_time, s.start_time), lasted.length
FROM import_video_sessions s
-- What is longer than a month was no length of a video.
LEFT JOIN LATERAL (SELECT s.duration * interval '1 millisecond' AS length WHERE s.duration BETWEEN 0 AND 2592000000) lasted ON true
LEFT JOIN (SELECT session_id, max(coalesce(leave_time, join_time)) AS last_time FROM import_video_watchers GROUP BY session_id) w
  ON w.session_id = s.id

--! table video_watchers
--! skipped no such session
DELETE FROM import_video_watchers s WHERE NOT EXISTS (SELECT FROM video_sessions v WHERE v.id = s.session_id) RETURNING src
--! imported
INSERT INTO video_watchers (id, room_id, session_id, username, join_time, leave_time, rewarded, reward_amount)
OVERRIDING SYSTEM VALUE
SELECT min(s.id), v.room_id, s.session_id, s.username, min(s.join_time), max(s.leave_time), bool_or(s.rewarded), sum(s.reward_amount)
FROM import_video_watchers s JOIN video_sessions v ON v.id = s.session_id
GROUP BY v.room_id, s.session_id, s.username

--! table media_history
--! imported
INSERT INTO media_history (id, room_id, media_type, media_id, url, title, added_by, first_seen, last_seen, play_count, queue_count)
OVERRIDING SYSTEM VALUE
SELECT row_number() OVER (ORDER BY min(first_seen), room_id, media_type, media_id), room_id, media_type, media_id,
       (array_agg(url ORDER BY last_seen DESC, src))[1],
       (array_agg(title ORDER BY last_seen DESC, src) FILTER (WHERE title IS NOT NULL))[1],
       (array_agg(added_by ORDER BY first_seen, src) FILTER (WHERE added_by IS NOT NULL))[1],
       min(first_seen), max(last_seen), least(sum(play_count), 2147483647), least(sum(queue_count), 2147483647)
FROM import_media_history GROUP BY room_id, media_type, media_id
