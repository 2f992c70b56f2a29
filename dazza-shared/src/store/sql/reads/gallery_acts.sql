SELECT abs(a.id) AS "id!", a.action AS "action!", a.username, a.url, a.actor, a.reason, a.at AS "at!: Stamp"
FROM (SELECT i.id, 'add' AS action, i.username::text AS username, i.url, i.most_recent_poster::text AS actor,
             NULL::text AS reason, i.posted_at AS at, i.source_room::text AS room
      FROM user_images i
      UNION ALL
      SELECT -g.id, g.action, g.username::text, i.url, g.actor, g.reason, g.at, i.source_room::text
      FROM gallery_audit g LEFT JOIN user_images i ON i.id = g.image_id) a
WHERE (cardinality($1::text[]) = 0 OR a.room = ANY ($1))
  AND CASE $5::text WHEN 'added' THEN a.action IN ('add', 'restore')
                    WHEN 'deleted' THEN a.action IN ('delete', 'prune') ELSE true END
  AND (a.username IS NULL OR a.username <> ALL (left_out_of_boards($1, $6)))
  AND ($2::bigint IS NULL OR (a.at, a.id) < (timestamptz 'epoch' + $2 * interval '1 microsecond', $3::bigint))
ORDER BY a.at DESC, a.id DESC LIMIT $4
