-- Adds to how people write. $1 people, and for each what was counted in the new lines.
INSERT INTO message_analysis_cache AS t (
    username, total_messages, total_words, total_chars, avg_message_length, avg_words_per_message, emoji_count, emoji_usage_rate,
    caps_count, caps_usage_rate, question_count, exclamation_count, url_count, mention_count, longest_message, shortest_message,
    last_message_id)
SELECT who, messages, words, signs, signs / messages, round(words::numeric / messages, 1), emoji, round(emoji * 100.0 / messages, 1),
       caps, round(caps * 100.0 / messages, 1), questions, exclamations, urls, mentions, longest, shortest, last_id
FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
            $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
    AS n (who, messages, words, signs, emoji, caps, questions, exclamations, urls, mentions, longest, shortest, last_id)
WHERE messages > 0
ORDER BY who
ON CONFLICT (username) DO UPDATE SET
    total_messages = t.total_messages + excluded.total_messages,
    total_words = t.total_words + excluded.total_words,
    total_chars = t.total_chars + excluded.total_chars,
    avg_message_length = (t.total_chars + excluded.total_chars) / (t.total_messages + excluded.total_messages),
    avg_words_per_message = round((t.total_words + excluded.total_words)::numeric / (t.total_messages + excluded.total_messages), 1),
    emoji_count = t.emoji_count + excluded.emoji_count,
    emoji_usage_rate = round((t.emoji_count + excluded.emoji_count) * 100.0 / (t.total_messages + excluded.total_messages), 1),
    caps_count = t.caps_count + excluded.caps_count,
    caps_usage_rate = round((t.caps_count + excluded.caps_count) * 100.0 / (t.total_messages + excluded.total_messages), 1),
    question_count = t.question_count + excluded.question_count,
    exclamation_count = t.exclamation_count + excluded.exclamation_count,
    url_count = t.url_count + excluded.url_count,
    mention_count = t.mention_count + excluded.mention_count,
    longest_message = greatest(t.longest_message, excluded.longest_message),
    shortest_message = least(t.shortest_message, excluded.shortest_message),
    last_message_id = greatest(t.last_message_id, excluded.last_message_id),
    updated_at = now()
