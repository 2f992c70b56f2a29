-- Videos: one under two addresses, in rooms of all sorts.
INSERT INTO media_history (url, title, added_by, room_id, first_seen, last_seen, play_count, queue_count) VALUES
    ('https://www.youtube.com/watch?v=abcdefghijk', 'Tea &amp; Toast', 'Alice', 'fatpizza', 1751598245000, 1751598345000, 2, 1),
    ('https://youtu.be/abcdefghijk', 'Unknown', 'Unknown', 'multi-room', 1719000000000, 1751500000000, 3, 1),
    ('https://soundcloud.com/https://soundcloud.com/a/b', NULL, NULL, 'thepub', 1751598245000, 1751598345000, 1, 0),
    ('https://a.example/film.mp4', 'Film', 'Bob', 'thepub', 1751598245000, 1751598345000, 1, 0);
