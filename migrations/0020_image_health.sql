-- Pictures are checked: three strikes take one out of its gallery, and what is back is put back.

ALTER TABLE user_images ADD COLUMN has_half_failure boolean NOT NULL DEFAULT false;
ALTER TABLE user_images ADD COLUMN last_strike_at timestamptz;
COMMENT ON COLUMN user_images.failure_count IS 'Strikes against a picture, without the half of has_half_failure; three take it out.';
COMMENT ON COLUMN user_images.has_half_failure IS 'Half a strike on top of failure_count: its server was busy or silent.';
COMMENT ON COLUMN user_images.last_strike_at IS 'When the last strike was: two within five minutes count once.';
COMMENT ON COLUMN user_images.next_check_at IS 'Not to be checked before then; of one that is out: when it is looked for, and without this never.';

-- As before, but that the row is read again once its gallery is locked, since it may have been deleted or put back
-- meanwhile; that whoever comes back begins anew; and that it is written down what went and what came back.
CREATE OR REPLACE FUNCTION keep_image(p_room text, p_who text, p_url text, p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    image user_images;
    owner text := p_who;
    n_kept integer;
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    SELECT * INTO image FROM user_images i WHERE i.url = p_url;
    owner := coalesce(image.username, p_who);
    PERFORM pg_advisory_xact_lock(hashtextextended('gallery ' || owner, 0));
    SELECT * INTO image FROM user_images i WHERE i.url = p_url;
    IF image.deleted_at IS NOT NULL THEN
        RETURN 'deleted';
    END IF;
    IF image.is_active THEN
        UPDATE user_images i SET most_recent_poster = p_who WHERE i.id = image.id;
        RETURN 'known';
    END IF;
    WITH evicted AS (
        UPDATE user_images i SET is_active = false, pruned_reason = 'gallery limit', pruned_at = p_at, next_check_at = NULL
        WHERE i.id IN (SELECT o.id FROM user_images o WHERE o.username = owner AND o.is_active AND o.url <> p_url
                       ORDER BY o.posted_at DESC, o.id DESC OFFSET 24)
        RETURNING i.id
    )
    INSERT INTO gallery_audit (image_id, username, action, actor, reason, at)
    SELECT e.id, owner, 'prune', p_who, 'gallery limit', p_at FROM evicted e;
    INSERT INTO user_images AS i (username, url, source_room, posted_at, original_poster, most_recent_poster, original_at)
    VALUES (owner, p_url, p_room, p_at, p_who, p_who, p_at)
    ON CONFLICT (url) DO UPDATE
    SET is_active = true, pruned_reason = NULL, pruned_at = NULL, failure_count = 0, has_half_failure = false,
        first_failure_at = NULL, last_strike_at = NULL, next_check_at = NULL, recheck_count = 0,
        posted_at = excluded.posted_at, most_recent_poster = excluded.most_recent_poster
    WHERE i.username = owner AND i.deleted_at IS NULL;
    GET DIAGNOSTICS n_kept = ROW_COUNT;
    IF n_kept = 0 THEN
        RETURN 'known'; -- somebody else was quicker, and it is in that gallery
    END IF;
    IF image.id IS NULL THEN
        RETURN 'kept';
    END IF;
    INSERT INTO gallery_audit (image_id, username, action, actor, reason, at)
    VALUES (image.id, owner, 'restore', p_who, 'posted again', p_at);
    RETURN 'restored';
END
$$;

CREATE FUNCTION note_image_check(
    p_room text, p_who text, p_image bigint, p_before integer, p_after integer, p_reason text, p_next timestamptz,
    p_at timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner text;
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at, p_next);
    -- A room tells what it saw; further than the rule it does not get: a strike or half of one at a time, all of them to
    -- take a picture out, and none that is out is put back.
    IF p_before < 0 OR p_after NOT IN (0, p_before, p_before + 1, p_before + 2) OR (p_reason IS NULL) <> (p_after < 6) THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a look at a picture is a strike, half of one, or none';
    END IF;
    SELECT i.username INTO owner FROM user_images i WHERE i.id = p_image;
    -- As a picture does on its way in: whoever changes a gallery waits for its turn before any of its rows.
    PERFORM pg_advisory_xact_lock(hashtextextended('gallery ' || owner, 0));
    owner := NULL;
    UPDATE user_images i
    SET failure_count = p_after / 2, has_half_failure = p_after % 2 = 1,
        first_failure_at = CASE WHEN p_after = 0 THEN NULL
                                WHEN p_after > p_before THEN coalesce(i.first_failure_at, p_at)
                                ELSE i.first_failure_at END,
        last_strike_at = CASE WHEN p_after = 0 THEN NULL WHEN p_after > p_before THEN p_at ELSE i.last_strike_at END,
        last_check_at = p_at, next_check_at = p_next, is_active = p_reason IS NULL, pruned_reason = p_reason,
        pruned_at = CASE WHEN p_reason IS NULL THEN NULL ELSE p_at END,
        recheck_count = CASE WHEN p_reason IS NULL THEN i.recheck_count ELSE 0 END
    WHERE i.id = p_image AND i.is_active AND i.failure_count * 2 + i.has_half_failure::integer = p_before
      AND coalesce(i.last_check_at <= p_at, true)
      AND (p_after <= p_before OR coalesce(i.last_strike_at <= p_at - interval '5 minutes', true))
    RETURNING i.username INTO owner;
    IF owner IS NULL THEN
        RETURN false;
    END IF;
    IF p_reason IS NOT NULL THEN
        INSERT INTO gallery_audit (image_id, username, action, actor, reason, at)
        VALUES (p_image, owner, 'prune', p_who, p_reason, p_at);
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION note_image_check IS 'Puts down what was seen of a picture that is in a gallery; false when it has been looked at meanwhile.';

CALL secure_tables();
