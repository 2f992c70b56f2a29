-- Adds uses of words. $1 people, $2 words, $3 uses, $4 most words of a person that are kept.
-- What comes when a person has so many already is kept as a hash alone, so that it is counted once.
WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS g (who, word, uses)
), fresh AS (
    SELECT g.who, g.word, g.uses, c.vocabulary_size, row_number() OVER (PARTITION BY g.who ORDER BY g.word) AS nth
    FROM given g JOIN message_analysis_cache c ON c.username = g.who
    WHERE NOT EXISTS (SELECT FROM user_vocabulary v WHERE v.username = g.who AND v.word = g.word)
      AND hashtextextended(g.word, 0) <> ALL (c.rare_words)
), more AS (
    UPDATE user_vocabulary v SET uses = least(v.uses + g.uses, 2147483647) FROM given g
    WHERE v.username = g.who AND v.word = g.word
    RETURNING v.word
), kept AS (
    INSERT INTO user_vocabulary (username, word, uses)
    SELECT who, word, least(uses, 2147483647) FROM fresh WHERE vocabulary_size + nth <= $4 ORDER BY who, word
    RETURNING word
), sized AS (
    UPDATE message_analysis_cache c SET vocabulary_size = c.vocabulary_size + f.n, rare_words = c.rare_words || f.rare
    FROM (SELECT who, count(*) AS n,
                 coalesce(array_agg(hashtextextended(word, 0)) FILTER (WHERE vocabulary_size + nth > $4), '{}') AS rare
          FROM fresh GROUP BY who) AS f
    WHERE c.username = f.who
    RETURNING c.username
)
SELECT (SELECT count(*) FROM more) + (SELECT count(*) FROM kept) + 0 * (SELECT count(*) FROM sized) AS "n!"
