SELECT CASE $3::text
    WHEN 'talkers' THEN jsonb_strip_nulls(
        (SELECT jsonb_build_object('messages', coalesce(sum(s.message_count), 0), 'words', coalesce(sum(s.word_count), 0),
                                   'words_per_line', round(sum(s.word_count)::numeric / nullif(sum(s.message_count), 0), 2))
         FROM user_room_stats s WHERE s.username = $1 AND s.room_id = ANY (rooms_or_all($2)))
        || (SELECT jsonb_build_object('days_active', count(DISTINCT d.date)) FROM user_daily_activity d
            WHERE d.username = $1 AND d.message_count > 0 AND d.room_id = ANY (rooms_or_all($2)))
        || coalesce((SELECT jsonb_build_object('current_streak', k.current_streak, 'best_streak', k.best_streak)
                     FROM user_chat_streaks k WHERE k.username = $1 AND cardinality($2::text[]) = 0), '{}')
        || coalesce((SELECT jsonb_build_object('emoji_per_100', round(w.emoji_usage_rate::numeric, 2),
                                               'shouted_per_100', round(w.caps_usage_rate::numeric, 2),
                                               'questions', w.question_count, 'links', w.url_count,
                                               'mentions', w.mention_count, 'longest_line', w.longest_message,
                                               'different_words', w.vocabulary_size)
                     FROM message_analysis_cache w WHERE w.username = $1 AND cardinality($2::text[]) = 0), '{}'))
    WHEN 'bongs' THEN jsonb_strip_nulls(
        (SELECT jsonb_build_object('count', count(*)) FROM user_bongs b
         WHERE b.username = $1 AND b.room_id = ANY (rooms_or_all($2)))
        || coalesce((SELECT jsonb_build_object('sessions', count(*), 'per_session', round(avg(s.cone_count), 2),
                                               'biggest_session', max(s.cone_count), 'most_per_hour', max(s.max_cones_per_hour))
                     FROM bong_sessions s WHERE s.username = $1 AND cardinality($2::text[]) = 0 HAVING count(*) > 0), '{}')
        || coalesce((SELECT jsonb_build_object('current_streak', k.current_streak, 'best_streak', k.longest_streak)
                     FROM user_bong_streaks k WHERE k.username = $1 AND cardinality($2::text[]) = 0), '{}'))
    WHEN 'drinks' THEN
        (SELECT jsonb_build_object('count', count(*)) FROM user_drinks d
         WHERE d.username = $1 AND d.room_id = ANY (rooms_or_all($2)))
    WHEN 'pissers' THEN
        (SELECT jsonb_strip_nulls(jsonb_build_object(
                    'matches', coalesce(sum(s.total_matches), 0), 'wins', coalesce(sum(s.wins), 0),
                    'losses', coalesce(sum(s.losses), 0), 'money_won', coalesce(sum(s.money_won), 0),
                    'money_lost', coalesce(sum(s.money_lost), 0), 'best_distance', max(s.best_distance),
                    'best_volume', max(s.best_volume), 'best_aim', max(s.best_aim), 'best_duration', max(s.best_duration)))
         FROM pissing_contest_stats s WHERE s.username = $1 AND s.room_id = ANY (rooms_or_all($2)))
    ELSE
        (SELECT jsonb_strip_nulls(jsonb_build_object(
                    'count', count(*), 'paid', count(*) FILTER (WHERE t.amount > 0),
                    'came_in', coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0),
                    'went_out', coalesce(-sum(t.amount) FILTER (WHERE t.amount < 0), 0),
                    'best', max(t.amount), 'worst', min(t.amount),
                    'average', round(avg(t.amount) FILTER (WHERE t.amount > 0), 2),
                    'kilograms', sum((t.details ->> 'weight')::numeric) FILTER (WHERE jsonb_typeof(t.details -> 'weight') = 'number')))
         FROM economy_transactions t
         WHERE t.username = $1 AND t.transaction_type = ANY ($4::text[]) AND t.room_id = ANY (rooms_or_all($2)))
        || coalesce((SELECT jsonb_strip_nulls(jsonb_build_object(
                                'perfect_days', sum(s.perfect_days), 'cars_hit', sum(s.cars_hit),
                                'cops_percent', round(100.0 * sum(s.cops_called) / nullif(sum(s.total_spins), 0), 1),
                                'best_shift', max(s.best_shift), 'worst_shift', min(s.worst_shift)))
                     FROM sign_spinning_stats s
                     WHERE $3 = 'sign_spinning' AND s.username = $1 AND s.room_id = ANY (rooms_or_all($2))
                     HAVING count(*) > 0), '{}')
    END AS "figures!"
