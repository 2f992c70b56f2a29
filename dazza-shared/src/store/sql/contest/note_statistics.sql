-- Bests, means and habits are looked up in the contests themselves, this one among them; failed ones have no figures.
WITH had AS (
    SELECT c.challenger::text AS who, c.challenger_distance AS distance, c.challenger_volume AS volume, c.challenger_aim AS aim,
           c.challenger_duration AS duration, c.challenger_characteristic AS style, c.location, c.completed_at
    FROM pissing_contest_challenges c
    WHERE c.room_id = $1 AND c.status = 'completed' AND c.challenger = ANY ($2::text[])
    UNION ALL
    SELECT c.challenged::text, c.challenged_distance, c.challenged_volume, c.challenged_aim,
           c.challenged_duration, c.challenged_characteristic, c.location, c.completed_at
    FROM pissing_contest_challenges c
    WHERE c.room_id = $1 AND c.status = 'completed' AND c.challenged = ANY ($2::text[])
), figures AS (
    SELECT who, max(distance) AS best_distance, max(volume) AS best_volume, max(aim) AS best_aim, max(duration) AS best_duration,
           avg(distance)::real AS avg_distance, avg(volume)::real AS avg_volume, avg(aim)::real AS avg_aim,
           avg(duration)::real AS avg_duration
    FROM had GROUP BY who
), styles AS (
    SELECT DISTINCT ON (who) who, style
    FROM (SELECT who, style, count(*) AS n, max(completed_at) AS last FROM had WHERE style IS NOT NULL GROUP BY who, style) s
    ORDER BY who, n, last DESC, style
), places AS (
    SELECT DISTINCT ON (who) who, location
    FROM (SELECT who, location, count(*) AS n, max(completed_at) AS last FROM had WHERE location IS NOT NULL
          GROUP BY who, location) l
    ORDER BY who, n DESC, last DESC, location
)
INSERT INTO pissing_contest_stats AS s (
    room_id, username, total_matches, wins, losses, money_won, money_lost, best_distance, best_volume, best_aim, best_duration,
    avg_distance, avg_volume, avg_aim, avg_duration, rarest_characteristic, favorite_location, last_played
)
SELECT $1::text, given.who, 1, is_win::integer, is_loss::integer, won, lost,
       coalesce(best_distance, 0), coalesce(best_volume, 0), coalesce(best_aim, 0), coalesce(best_duration, 0),
       avg_distance, avg_volume, avg_aim, avg_duration, style, location, $7
FROM unnest($2::text[], $3::boolean[], $4::boolean[], $5::bigint[], $6::bigint[]) AS given (who, is_win, is_loss, won, lost)
LEFT JOIN figures ON figures.who = given.who
LEFT JOIN styles ON styles.who = given.who
LEFT JOIN places ON places.who = given.who
ORDER BY given.who
ON CONFLICT (room_id, username) DO UPDATE
SET total_matches = s.total_matches + 1,
    wins = s.wins + excluded.wins,
    losses = s.losses + excluded.losses,
    money_won = s.money_won + excluded.money_won,
    money_lost = s.money_lost + excluded.money_lost,
    best_distance = greatest(s.best_distance, excluded.best_distance),
    best_volume = greatest(s.best_volume, excluded.best_volume),
    best_aim = greatest(s.best_aim, excluded.best_aim),
    best_duration = greatest(s.best_duration, excluded.best_duration),
    avg_distance = coalesce(excluded.avg_distance, s.avg_distance),
    avg_volume = coalesce(excluded.avg_volume, s.avg_volume),
    avg_aim = coalesce(excluded.avg_aim, s.avg_aim),
    avg_duration = coalesce(excluded.avg_duration, s.avg_duration),
    rarest_characteristic = excluded.rarest_characteristic,
    favorite_location = excluded.favorite_location,
    last_played = excluded.last_played
