SELECT i.id, i.username::text AS "username!", i.url, i.source_room::text AS room, i.posted_at AS "posted_at: Stamp", i.is_active,
       i.pruned_reason, coalesce(i.deleted_at, i.pruned_at) AS "gone_at: Stamp",
       i.original_poster::text AS original_poster, i.most_recent_poster::text AS most_recent_poster,
       i.original_at AS "original_at: Stamp", i.failure_count, i.first_failure_at AS "first_failure_at: Stamp",
       i.last_check_at AS "last_check_at: Stamp", i.next_check_at AS "next_check_at: Stamp", i.recheck_count,
       NOT i.is_active AND coalesce(i.first_failure_at < $7::timestamptz - interval '48 hours', false) AS "has_gravestone!"
FROM user_images i
WHERE (cardinality($1::text[]) = 0 OR i.source_room = ANY ($1)) AND ($2::text IS NULL OR i.username = $2)
  AND ($2 IS NOT NULL OR i.username <> ALL (left_out_of_boards($1, $9)))
  AND CASE $3::text WHEN 'active' THEN i.is_active
                    WHEN 'pruned' THEN NOT i.is_active AND i.deleted_at IS NULL
                                       AND i.posted_at > $7::timestamptz - $8::integer * interval '1 day'
                    ELSE true END
  AND ($4::bigint IS NULL OR (i.posted_at, i.id) < (timestamptz 'epoch' + $4 * interval '1 microsecond', $5::bigint))
ORDER BY i.posted_at DESC, i.id DESC LIMIT $6
