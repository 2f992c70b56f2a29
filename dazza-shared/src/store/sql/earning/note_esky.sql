INSERT INTO mystery_box_stats AS s (
    room_id, username, total_opens, total_winnings, jackpots_won, bombs_hit, best_win, worst_loss, current_streak,
    best_streak, last_played, created_at, updated_at
)
VALUES (
    $1, $2, 1, $3, ($4::boolean)::integer, ($5::boolean)::integer, $3, $6, ($3::bigint > 0)::integer,
    ($3::bigint > 0)::integer, $7, $7, $7
)
ON CONFLICT (room_id, username) DO UPDATE
SET total_opens = s.total_opens + 1,
    total_winnings = s.total_winnings + excluded.total_winnings,
    jackpots_won = s.jackpots_won + excluded.jackpots_won,
    bombs_hit = s.bombs_hit + excluded.bombs_hit,
    best_win = greatest(s.best_win, excluded.best_win),
    worst_loss = greatest(s.worst_loss, excluded.worst_loss),
    current_streak = CASE WHEN excluded.current_streak > 0 THEN s.current_streak + 1 ELSE 0 END,
    best_streak = greatest(
        s.best_streak, CASE WHEN excluded.current_streak > 0 THEN s.current_streak + 1 ELSE 0 END
    ),
    last_played = excluded.last_played,
    updated_at = excluded.updated_at
