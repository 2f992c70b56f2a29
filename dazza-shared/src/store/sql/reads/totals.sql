SELECT (SELECT coalesce(sum(s.message_count), 0)::bigint FROM user_room_stats s
        WHERE s.room_id = ANY (rooms_or_all($1))) AS "messages!",
       (SELECT count(DISTINCT s.username) FROM user_room_stats s
        WHERE s.room_id = ANY (rooms_or_all($1)) AND s.message_count > 0) AS "users!",
       (SELECT coalesce(sum(b.count), 0) FROM bong_counter b WHERE b.room_id = ANY (rooms_or_all($1))) AS "bongs!",
       (SELECT coalesce(sum(d.count), 0) FROM drink_counter d WHERE d.room_id = ANY (rooms_or_all($1))) AS "drinks!",
       (SELECT count(*) FROM posted_urls p WHERE p.room_id = ANY (rooms_or_all($1))) AS "urls!",
       (SELECT count(*) FROM user_images i
        WHERE i.is_active AND (cardinality($1::text[]) = 0 OR i.source_room = ANY ($1))) AS "images!",
       (SELECT count(*) FROM heist_events h
        WHERE h.room_id = ANY (rooms_or_all($1)) AND h.state = 'completed') AS "heists!",
       (SELECT coalesce(sum(m.play_count), 0) FROM media_history m
        WHERE m.room_id = ANY (rooms_or_all($1))) AS "media_plays!",
       (SELECT coalesce(sum(h.money_earned), 0)::bigint FROM heist_participants h
        WHERE h.room_id = ANY (rooms_or_all($1))) AS "heist_take!",
       (SELECT coalesce(sum(a.messages), 0) FROM room_hourly_activity a
        WHERE a.room_id = ANY (rooms_or_all($1)) AND a.hour_start > $3::timestamptz - interval '24 hours'
          AND a.hour_start <= $3) AS "messages_of_day!",
       (SELECT count(DISTINCT d.username) FROM user_daily_activity d
        WHERE d.room_id = ANY (rooms_or_all($1)) AND d.date >= ($3::timestamptz AT TIME ZONE $2)::date - 1
          AND d.last_message_time > $3::timestamptz - interval '24 hours') AS "users_of_day!",
       (SELECT coalesce(sum(a.joins), 0) FROM room_hourly_activity a
        WHERE a.room_id = ANY (rooms_or_all($1)) AND a.hour_start > $3::timestamptz - interval '24 hours'
          AND a.hour_start <= $3) AS "joins_of_day!",
       (SELECT extract(hour FROM a.hour_start AT TIME ZONE $2)::integer FROM room_hourly_activity a
        WHERE a.room_id = ANY (rooms_or_all($1)) AND a.messages > 0 AND a.hour_start <= $3
          AND a.hour_start > $3::timestamptz - interval '30 days'
        GROUP BY 1 ORDER BY sum(a.messages) DESC, 1 LIMIT 1) AS peak_hour,
       (SELECT (a.hour_start AT TIME ZONE $2)::date FROM room_hourly_activity a
        WHERE a.room_id = ANY (rooms_or_all($1)) AND a.messages > 0 AND a.hour_start <= $3
          AND a.hour_start > $3::timestamptz - interval '30 days'
        GROUP BY 1 ORDER BY sum(a.messages) DESC, 1 DESC LIMIT 1) AS "most_active_day: Day"
