-- What people have achieved in games. Spellings of one name become one row: counts are added up, records are kept.

--! table coin_flip_stats
--! imported
INSERT INTO coin_flip_stats (room_id, username, total_flips, heads_count, tails_count, wins, losses, total_wagered, total_won,
                             total_lost, biggest_win, biggest_loss, current_streak, best_win_streak, worst_loss_streak,
                             last_played, created_at, updated_at)
SELECT current_setting('import.room'), username, sum(total_flips), sum(heads_count), sum(tails_count), sum(wins), sum(losses),
       sum(total_wagered), sum(total_won), sum(total_lost), max(biggest_win), max(biggest_loss),
       (array_agg(current_streak ORDER BY last_played DESC NULLS LAST, src))[1], max(best_win_streak),
       CASE WHEN min(worst_loss_streak) < 0 THEN min(worst_loss_streak) ELSE max(worst_loss_streak) END,
       max(last_played), min(created_at), max(updated_at)
FROM import_coin_flip_stats GROUP BY username

--! table mystery_box_stats
--! imported
INSERT INTO mystery_box_stats (room_id, username, total_opens, total_winnings, jackpots_won, bombs_hit, best_win, worst_loss,
                               current_streak, best_streak, last_played, created_at, updated_at)
SELECT current_setting('import.room'), username, sum(total_opens), sum(total_winnings), sum(jackpots_won), sum(bombs_hit),
       max(best_win), max(worst_loss), (array_agg(current_streak ORDER BY last_played DESC NULLS LAST, src))[1], max(best_streak),
       max(last_played), min(created_at), max(updated_at)
FROM import_mystery_box_stats GROUP BY username

--! table couch_stats
--! imported
INSERT INTO couch_stats (room_id, username, total_dives, successful_dives, total_found, best_find, injuries, hospital_trips,
                         last_played, created_at, updated_at)
SELECT current_setting('import.room'), username, sum(total_dives), sum(successful_dives), sum(total_found), max(best_find),
       sum(injuries), sum(hospital_trips), max(last_played), min(created_at), max(updated_at)
FROM import_couch_stats GROUP BY username

--! table mug_stats
--! imported
INSERT INTO mug_stats (room_id, username, total_mugs, successful_mugs, failed_mugs, total_stolen, total_lost, biggest_score,
                       times_arrested, times_mugged, hospital_trips, current_heat_level, last_mugged_by, last_mugged_at,
                       last_played, created_at, updated_at)
SELECT current_setting('import.room'), username, sum(total_mugs), sum(successful_mugs), sum(failed_mugs), sum(total_stolen),
       sum(total_lost), max(biggest_score), sum(times_arrested), sum(times_mugged), sum(hospital_trips), max(current_heat_level),
       (array_agg(last_mugged_by ORDER BY last_mugged_at DESC NULLS LAST, src))[1], max(last_mugged_at),
       max(last_played), min(created_at), max(updated_at)
FROM import_mug_stats GROUP BY username

--! table sign_spinning_stats
--! imported
INSERT INTO sign_spinning_stats (room_id, username, total_spins, total_earnings, cars_hit, cops_called, best_shift, worst_shift,
                                 perfect_days, last_played, created_at, updated_at)
SELECT room_id, username, sum(total_spins), sum(total_earnings), sum(cars_hit), sum(cops_called), max(best_shift),
       min(nullif(worst_shift, 0)), sum(perfect_days), max(last_played), min(created_at), max(updated_at)
FROM import_sign_spinning_stats GROUP BY room_id, username

--! table pissing_contest_challenges
--! note left open: over
SELECT src FROM import_pissing_contest_challenges WHERE status IN ('pending', 'accepted')
--! note of no known state: taken as cancelled
SELECT src FROM import_pissing_contest_challenges
WHERE status NOT IN ('pending', 'accepted', 'completed', 'declined', 'expired', 'cancelled')
--! imported
INSERT INTO pissing_contest_challenges (
    id, room_id, challenger, challenged, amount, status, challenger_characteristic, challenged_characteristic, location, weather,
    created_at, expires_at, completed_at, winner, challenger_distance, challenger_volume, challenger_aim, challenger_duration,
    challenger_total, challenged_distance, challenged_volume, challenged_aim, challenged_duration, challenged_total)
OVERRIDING SYSTEM VALUE
SELECT id, room_id, challenger, challenged, greatest(amount, 0),
       CASE WHEN status IN ('pending', 'accepted') THEN 'expired'
            WHEN status IN ('completed', 'declined', 'expired', 'cancelled') THEN status ELSE 'cancelled' END,
       challenger_characteristic, challenged_characteristic, location, weather, created_at, expires_at, completed_at, winner,
       challenger_distance, challenger_volume, challenger_aim, challenger_duration,
       -- The source kept the winner's score in the first place, whoever had won.
       CASE WHEN status = 'completed' AND winner <> challenger THEN totals.of_challenged ELSE totals.of_challenger END,
       challenged_distance, challenged_volume, challenged_aim, challenged_duration,
       CASE WHEN status = 'completed' AND winner <> challenger THEN totals.of_challenger ELSE totals.of_challenged END
FROM import_pissing_contest_challenges
CROSS JOIN LATERAL (SELECT CASE WHEN abs(challenger_total) < 2147483647 THEN challenger_total END AS of_challenger,
                           CASE WHEN abs(challenged_total) < 2147483647 THEN challenged_total END AS of_challenged) AS totals

--! table pissing_contest_stats
--! imported
INSERT INTO pissing_contest_stats (
    room_id, username, total_matches, wins, losses, money_won, money_lost, best_distance, best_volume, best_aim, best_duration,
    avg_distance, avg_volume, avg_aim, avg_duration, rarest_characteristic, favorite_location, biggest_upset_win,
    legendary_performances, last_played)
SELECT current_setting('import.room'), username, sum(total_matches), sum(wins), sum(losses), sum(money_won), sum(money_lost),
       max(best_distance), max(best_volume), max(best_aim), max(best_duration),
       max(nullif(avg_distance, 0)), max(nullif(avg_volume, 0)), max(nullif(avg_aim, 0)), max(nullif(avg_duration, 0)),
       (array_agg(rarest_characteristic ORDER BY last_played DESC NULLS LAST, src))[1],
       (array_agg(favorite_location ORDER BY last_played DESC NULLS LAST, src))[1],
       (array_agg(biggest_upset_win ORDER BY last_played DESC NULLS LAST, src))[1],
       (array_agg(legendary_performances ORDER BY last_played DESC NULLS LAST, src))[1], max(last_played)
FROM import_pissing_contest_stats GROUP BY username

--! table pissing_contest_records
--! imported
INSERT INTO pissing_contest_records (room_id, record_type, username, value, characteristic, location, achieved_at)
SELECT DISTINCT ON (record_type) current_setting('import.room'), record_type, username, value, characteristic, location, achieved_at
FROM import_pissing_contest_records ORDER BY record_type, value DESC, achieved_at
