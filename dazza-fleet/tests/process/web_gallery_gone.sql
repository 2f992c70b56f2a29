-- A picture that went, and a gallery that is locked.

UPDATE user_images SET is_active = false, pruned_reason = 'dead link', pruned_at = now(),
    first_failure_at = now() - interval '3 days' WHERE url = 'https://a.example/3/1.png';
INSERT INTO gallery_audit (image_id, username, action, actor, reason)
    SELECT id, username, 'prune', 'job', 'dead link' FROM user_images WHERE NOT is_active;
INSERT INTO user_gallery_locks (username, is_locked, locked_at) VALUES ('gaz', true, now());
