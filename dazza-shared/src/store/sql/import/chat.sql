-- What was said, and what people left for each other. The lines themselves are in their table already.
-- A line that begins with `--!` says what the statement below it does: see store/import/script.rs.

--! table people
--! imported
INSERT INTO users (username, display_name, first_seen, last_seen, is_system)
SELECT username, shown, first_seen, last_seen, is_system FROM import_people

--! table rooms
--! then
UPDATE rooms r
SET first_joined = least(r.first_joined, m.first_sent), last_active = CASE WHEN n.id IS NULL THEN r.last_active ELSE m.last_sent END
FROM (SELECT room_id, min(sent_at) AS first_sent, max(sent_at) AS last_sent FROM messages GROUP BY room_id) m
LEFT JOIN import_new_rooms n ON n.id = m.room_id
WHERE r.id = m.room_id
--! imported
UPDATE rooms r
SET first_joined = least(r.first_joined, s.first_joined),
    name = CASE WHEN n.id IS NULL THEN r.name ELSE coalesce(s.name, r.name) END,
    last_active = CASE WHEN n.id IS NULL THEN r.last_active ELSE greatest(r.last_active, s.last_active) END,
    is_active = CASE WHEN n.id IS NULL THEN r.is_active ELSE s.is_active END,
    config = CASE WHEN n.id IS NULL THEN r.config ELSE s.config END
FROM (SELECT id, min(first_joined) AS first_joined, max(last_active) AS last_active, bool_or(is_active) AS is_active,
             (array_agg(name ORDER BY last_active DESC))[1] AS name, (array_agg(config ORDER BY last_active DESC))[1] AS config
      FROM import_rooms GROUP BY id) s
LEFT JOIN import_new_rooms n ON n.id = s.id
WHERE r.id = s.id

--! table room_user_presence
--! imported
INSERT INTO room_user_presence (room_id, username, joined_at, last_seen, is_online)
SELECT room_id, username, max(joined_at), max(last_seen), false FROM import_room_user_presence GROUP BY room_id, username

--! table user_events
--! imported
INSERT INTO user_events (id, room_id, username, event_type, at) OVERRIDING SYSTEM VALUE
SELECT id, room_id, username, event_type, at FROM import_user_events ORDER BY id
ON CONFLICT (room_id, username, at, event_type) DO NOTHING

--! table posted_urls
--! note the line it stood in was not imported
SELECT s.src FROM import_posted_urls s
WHERE s.message_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM messages m WHERE m.room_id = s.room_id AND m.id = s.message_id)
--! imported
INSERT INTO posted_urls (id, room_id, username, url, normalized_url, domain, url_type, message_id, posted_at)
OVERRIDING SYSTEM VALUE
SELECT s.id, s.room_id, s.username, s.url, s.normalized_url, s.domain, s.url_type, m.id, s.posted_at
FROM import_posted_urls s LEFT JOIN messages m ON m.room_id = s.room_id AND m.id = s.message_id

--! table private_messages
--! note no command, or older than 30 days: its text is not kept
SELECT src FROM import_private_messages
WHERE message NOT LIKE '!%' OR at < current_setting('import.now')::timestamptz - interval '30 days'
--! imported
INSERT INTO private_messages (id, room_id, from_user, to_user, message, at) OVERRIDING SYSTEM VALUE
SELECT id, current_setting('import.room'), from_user, to_user,
       CASE WHEN message LIKE '!%' AND at >= current_setting('import.now')::timestamptz - interval '30 days' THEN message END, at
FROM import_private_messages

--! table connection_log
--! imported
INSERT INTO connection_log (id, room_id, event_type, at, details) OVERRIDING SYSTEM VALUE
SELECT id, current_setting('import.room'), event_type, at, details FROM import_connection_log

--! table reminders
--! note undelivered for more than 7 days: taken as delivered
SELECT src FROM import_reminders
WHERE NOT delivered AND remind_at < current_setting('import.now')::timestamptz - interval '7 days'
--! imported
INSERT INTO reminders (id, room_id, from_user, to_user, message, created_at, remind_at, expires_at, delivered_at)
OVERRIDING SYSTEM VALUE
SELECT id, room_id, from_user, to_user, message, created_at, remind_at, remind_at + interval '7 days',
       CASE WHEN delivered OR remind_at < current_setting('import.now')::timestamptz - interval '7 days' THEN remind_at END
FROM import_reminders

--! table tells
--! imported
INSERT INTO tells (id, room_id, from_user, to_user, message, created_at, expires_at, via_pm, delivered_at, delivered_room)
OVERRIDING SYSTEM VALUE
SELECT id, room_id, from_user, to_user, message, created_at, created_at + interval '30 days', via_pm,
       CASE WHEN delivered THEN created_at END, CASE WHEN delivered THEN room_id END
FROM import_tells

--! table cooldowns
--! note of a command whose wait is not known: taken as over
SELECT src FROM import_cooldowns
WHERE command_name NOT IN ('beg', 'bottles', 'cashie', 'centrelink', 'couch_coins', 'fish', 'mug', 'mystery_esky', 'sign_spinning', 'tab')
--! imported
INSERT INTO cooldowns (room_id, command_name, username, last_used, expires_at)
SELECT '*', command_name, username, max(last_used), max(last_used) + coalesce(length, '0')
FROM import_cooldowns
LEFT JOIN (VALUES ('beg', interval '48 hours'), ('bottles', '24 hours'), ('cashie', '12 hours'), ('centrelink', '24 hours'),
                  ('couch_coins', '12 hours'), ('fish', '2 hours'), ('mug', '2 hours'), ('mystery_esky', '5 minutes'),
                  ('sign_spinning', '36 hours'), ('tab', '2 hours')) AS waits (command_name, length) USING (command_name)
GROUP BY command_name, username, length
