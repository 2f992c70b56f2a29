SELECT i.id, i.username::text AS "username!", i.url, i.source_room::text AS room, i.posted_at AS "posted_at: Stamp", i.is_active,
       i.pruned_reason, coalesce(i.deleted_at, i.pruned_at) AS "gone_at: Stamp",
       i.original_poster::text AS original_poster, i.most_recent_poster::text AS most_recent_poster,
       i.original_at AS "original_at: Stamp", i.failure_count, i.first_failure_at AS "first_failure_at: Stamp",
       i.last_check_at AS "last_check_at: Stamp", i.next_check_at AS "next_check_at: Stamp", i.recheck_count,
       NOT i.is_active AND coalesce(i.first_failure_at < $3::timestamptz - interval '48 hours', false) AS "has_gravestone!"
FROM user_images i WHERE i.url = $1 OR i.id = $2
ORDER BY i.id LIMIT 1
