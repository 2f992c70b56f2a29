-- One of each game that runs in a room, and one that is over.

INSERT INTO heist_events (room_id, state, crime_type, announced_at) VALUES ('thepub', 'voting', 'servo', now());
INSERT INTO heist_participants (heist_id, room_id, username, participated_at)
    SELECT id, room_id, 'gaz', now() FROM heist_events WHERE room_id = 'thepub';
INSERT INTO raffles (room_id, title, ticket_price, max_tickets, status, opened_by, opened_at)
    VALUES ('thepub', 'meat tray', 5, 3, 'open', 'shaz', now());
INSERT INTO raffle_entries (raffle_id, room_id, username, tickets, entered_at)
    SELECT id, room_id, 'gaz', 2, now() FROM raffles WHERE room_id = 'thepub';
INSERT INTO pissing_contest_challenges (room_id, challenger, challenged, amount, status, created_at, expires_at)
    VALUES ('thepub', 'gaz', 'shaz', 10, 'pending', now(), now()), ('thepub', 'gaz', 'shaz', 1, 'expired', now(), now());
INSERT INTO coin_flip_challenges (room_id, challenger, challenged, amount, status, created_at, expires_at)
    VALUES ('thepub', 'bazza', 'gaz', 7, 'accepting', now(), now());
INSERT INTO polls (room_id, question, options, votes, opened_by, opened_at)
    VALUES ('thepub', 'Which?', ARRAY['this', 'that'], ARRAY[1, 2], 'shaz', now());
