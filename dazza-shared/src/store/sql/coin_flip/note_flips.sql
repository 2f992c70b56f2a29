INSERT INTO coin_flip_stats AS s (
    room_id, username, total_flips, heads_count, tails_count, wins, losses, total_wagered, total_won, total_lost,
    biggest_win, biggest_loss, current_streak, best_win_streak, worst_loss_streak, last_played, created_at, updated_at
)
SELECT $1::text, who, 1, is_heads::integer, (NOT is_heads)::integer, is_win::integer, (NOT is_win)::integer,
       stake, won, CASE WHEN is_win THEN 0 ELSE stake END,
       CASE WHEN is_win THEN stake ELSE 0 END, CASE WHEN is_win THEN 0 ELSE stake END,
       streak, greatest(streak, 0), greatest(-streak, 0), $7, $7, $7
FROM (SELECT *, won > 0 AS is_win
      FROM unnest($2::text[], $3::boolean[], $4::bigint[], $5::bigint[], $6::integer[])
          AS given (who, is_heads, stake, won, streak)) AS flips
ORDER BY who
ON CONFLICT (room_id, username) DO UPDATE
SET total_flips = s.total_flips + 1,
    heads_count = s.heads_count + excluded.heads_count,
    tails_count = s.tails_count + excluded.tails_count,
    wins = s.wins + excluded.wins,
    losses = s.losses + excluded.losses,
    total_wagered = s.total_wagered + excluded.total_wagered,
    total_won = s.total_won + excluded.total_won,
    total_lost = s.total_lost + excluded.total_lost,
    biggest_win = greatest(s.biggest_win, excluded.biggest_win),
    biggest_loss = greatest(s.biggest_loss, excluded.biggest_loss),
    current_streak = excluded.current_streak,
    best_win_streak = greatest(s.best_win_streak, excluded.best_win_streak),
    worst_loss_streak = greatest(s.worst_loss_streak, excluded.worst_loss_streak),
    last_played = excluded.last_played,
    updated_at = excluded.updated_at
