SELECT h.kind AS "kind!", h.room AS "room!", h.username, h.text, h.at AS "at!: Stamp"
FROM unnest(rooms_or_all($1)) AS r (room),
     LATERAL (
         (SELECT 'message' AS kind, r.room, m.username::text AS username, m.message AS text, m.sent_at AS at
          FROM messages m WHERE m.room_id = r.room AND NOT m.is_own AND NOT m.is_command AND left(m.username, 1) <> '['
          ORDER BY m.sent_at DESC LIMIT $2)
         UNION ALL
         (SELECT e.event_type, r.room, e.username::text, NULL, e.at
          FROM user_events e WHERE e.room_id = r.room ORDER BY e.at DESC LIMIT $2)
         UNION ALL
         (SELECT 'media', r.room, NULL, v.media_title, v.start_time
          FROM video_sessions v WHERE v.room_id = r.room ORDER BY v.start_time DESC LIMIT $2)) AS h
ORDER BY h.at DESC, h.room, h.kind, h.username LIMIT $2
