-- Attempts are noted by the room itself, on its own disk, where noting one costs no command a round trip.

COMMENT ON COLUMN handled_lines.attempts IS
    'Always 1: a room notes its attempts in a journal of its own, before the command runs.';
COMMENT ON COLUMN handled_lines.handled_at IS 'Set in the transaction of the command''s effect.';
COMMENT ON COLUMN stored_answers.sent_at IS 'Not set: a room notes in its journal what it has sent.';
COMMENT ON TABLE stored_answers IS
    'What is said because of something in the database, stored with it: answers to lines by the key of the line, tells and '
    'reminders by a key of their own. A crash in between does not swallow it. Kept 1 day.';
