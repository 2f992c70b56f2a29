//! What these tests read as the owner of the database.

/// How many pictures are shown.
pub(in crate::commands::tests) const ACTIVE: &str = "SELECT count(*)::text FROM user_images WHERE is_active";

/// Strikes against pictures of alice's.
pub(in crate::commands::tests) const STRIKES: &str =
    "SELECT concat_ws(' ', right(url, 9), failure_count, has_half_failure) FROM user_images
    WHERE username = 'alice' ORDER BY id";

/// What went, why, and how much later it is looked for.
pub(in crate::commands::tests) const GONE: &str =
    "SELECT concat_ws(' ', right(url, 9), pruned_reason, next_check_at - pruned_at) FROM user_images
    WHERE NOT is_active ORDER BY id";

/// What is written down of that.
pub(in crate::commands::tests) const AUDIT: &str =
    "SELECT concat_ws(' ', username, action, actor, reason) FROM gallery_audit ORDER BY id";

/// How many pictures somebody has looked at, and how many nobody has.
pub(in crate::commands::tests) const CHECKED: &str =
    "SELECT count(*)::text FROM user_images WHERE last_check_at IS NOT NULL";
pub(in crate::commands::tests) const UNCHECKED: &str =
    "SELECT count(*)::text FROM user_images WHERE last_check_at IS NULL";

/// Whether nothing is held against a picture.
pub(in crate::commands::tests) const STANDING: &str =
    "SELECT concat_ws(' ', failure_count, first_failure_at IS NULL, last_strike_at IS NULL) FROM user_images";

/// Whole strikes.
pub(in crate::commands::tests) const FAILURES: &str = "SELECT failure_count::text FROM user_images";

/// How many uses of commands are kept for the limit over all rooms.
pub(in crate::commands::tests) const USES: &str = "SELECT count(*)::text FROM limiter_counts";
