-- What those who look after the bot may ask of all money together: sums, and which wallets are not their ledger's.

CREATE FUNCTION money_sums(p_room text) RETURNS TABLE (wallets bigint, balances bigint, ledger bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    RETURN QUERY SELECT (SELECT count(*) FROM user_economy),
                        (SELECT coalesce(sum(e.balance), 0)::bigint FROM user_economy e),
                        (SELECT coalesce(sum(t.amount), 0)::bigint FROM economy_transactions t);
END
$$;
COMMENT ON FUNCTION money_sums IS 'How many wallets there are, what is in them, and what the ledger of all rooms comes to.';

CREATE FUNCTION wallets_at_odds(p_room text, p_limit integer)
RETURNS TABLE (username text, balance bigint, ledger bigint, of_all bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_room(p_room);
    RETURN QUERY
    SELECT coalesce(e.username, l.username)::text, coalesce(e.balance, 0)::bigint, coalesce(l.amount, 0)::bigint,
           count(*) OVER ()
    FROM user_economy e
    FULL JOIN (SELECT t.username, sum(t.amount) AS amount FROM economy_transactions t GROUP BY t.username) l
      ON l.username = e.username
    WHERE coalesce(e.balance, 0) <> coalesce(l.amount, 0)
    ORDER BY 1 LIMIT p_limit;
END
$$;
COMMENT ON FUNCTION wallets_at_odds IS 'Wallets that are not the sum of their ledger: there should be none.';

CALL secure_tables();
