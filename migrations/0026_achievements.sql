-- What can be achieved by talking, and how much of it each tier takes.

INSERT INTO achievement_definitions (type, name, description, bronze_threshold, silver_threshold, gold_threshold,
                                     diamond_threshold, icon, category)
VALUES
    ('message_count', 'Gasbag', 'Lines said', 100, 1000, 10000, 50000, '💬', 'chat'),
    ('word_count', 'Ear Bender', 'Words said', 1000, 10000, 100000, 1000000, '📚', 'chat'),
    ('streak_days', 'Every Bloody Day', 'Days in a row with a word', 7, 30, 100, 365, '🔥', 'presence'),
    ('active_days', 'Part of the Furniture', 'Days with a word', 10, 50, 200, 500, '🛋️', 'presence'),
    ('night_owl', 'Tawny Frogmouth', 'Lines between midnight and six, where more than 30 in 100 are said then',
     50, 250, 1000, 5000, '🦉', 'presence'),
    ('early_bird', 'Maggie at Dawn', 'Lines between six and noon, where more than 30 in 100 are said then',
     50, 250, 1000, 5000, '🌅', 'presence'),
    ('emoji_user', 'Picture Talker', 'Emoji used', 100, 500, 2000, 10000, '🎨', 'style'),
    ('caps_lock', 'Paddock Voice', 'Lines shouted', 20, 100, 500, 2000, '📢', 'style'),
    ('question_asker', 'Fair Question', 'Question marks', 50, 250, 1000, 5000, '❓', 'style'),
    ('link_sharer', 'Look at This One', 'Links posted', 25, 100, 500, 2000, '🔗', 'style'),
    ('vocabulary', 'Swallowed the Dictionary', 'Different words used', 500, 2000, 5000, 10000, '🧠', 'style'),
    ('longest_msg', 'Long Yarn', 'Signs in the longest line; the chat server takes 320', 100, 200, 260, 320, '🧵', 'style');
