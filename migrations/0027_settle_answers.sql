-- A purse that is too small is an everyday answer, not an error: told as a row, it leaves the transaction usable and the
-- server's log quiet. Whatever was written up to then is undone by the inner block.

DROP FUNCTION settle;
CREATE FUNCTION settle(
    p_room text, p_cause bytea, p_effect integer, p_who text[], p_amount bigint[], p_trust integer[], p_kind text[],
    p_counterparty text[], p_details jsonb[], p_heist bigint, p_at timestamptz
) RETURNS TABLE (username text, balance bigint, trust smallint, refusal text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    poor text;
    had text;
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    IF p_cause IS NULL OR octet_length(p_cause) <> 16 OR p_effect IS NULL OR coalesce(cardinality(p_who), 0) = 0
        OR cardinality(p_amount) IS DISTINCT FROM cardinality(p_who)
        OR cardinality(p_kind) IS DISTINCT FROM cardinality(p_who)
        OR array_position(p_who, NULL) IS NOT NULL OR array_position(p_amount, NULL) IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a settlement has a cause, and a name, an amount and a kind a line';
    END IF;
    IF EXISTS (SELECT FROM unnest(p_kind) AS kind WHERE kind LIKE 'import%' OR kind LIKE 'purged%') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a room neither imports nor purges money';
    END IF;
    BEGIN
        RETURN QUERY SELECT s.username, s.balance, s.trust, NULL::text
        FROM settle_in(p_room, p_cause, p_effect, p_who, p_amount, p_trust, p_kind,
                       p_counterparty, p_details, p_heist, p_at) AS s;
    EXCEPTION
        WHEN SQLSTATE 'DZ001' THEN
            GET STACKED DIAGNOSTICS had = PG_EXCEPTION_DETAIL, poor = PG_EXCEPTION_HINT;
            RETURN QUERY SELECT poor, had::bigint, NULL::smallint, 'too poor';
        WHEN SQLSTATE 'DZ002' THEN
            RETURN QUERY SELECT NULL::text, NULL::bigint, NULL::smallint, 'already done';
    END;
END
$$;
COMMENT ON FUNCTION settle IS 'The one way for a room to move money: ledger lines and wallets together, once a cause and effect; or one row that says why not, and nothing is written.';

CALL secure_tables();
