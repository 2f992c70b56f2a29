-- Money: one wallet a person over all rooms, and the ledger that explains it to the dollar.

CREATE TABLE user_economy (
    username uname PRIMARY KEY,
    balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
    trust smallint NOT NULL DEFAULT 50 CHECK (trust BETWEEN 0 AND 100),
    total_earned bigint NOT NULL DEFAULT 0 CHECK (total_earned >= 0),
    total_lost bigint NOT NULL DEFAULT 0 CHECK (total_lost >= 0),
    heists_participated integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_economy IS 'Wallets. Rooms read them; they change through the function settle alone, together with the ledger.';
COMMENT ON COLUMN user_economy.balance IS 'Whole dollars; always the sum of the person''s ledger lines.';
COMMENT ON COLUMN user_economy.total_earned IS 'Sum of what came in, an imported past included. Unit: dollars.';
COMMENT ON COLUMN user_economy.total_lost IS 'Sum of what went out, an imported past included. Unit: dollars.';
CREATE INDEX user_economy_balance ON user_economy (balance DESC);
CREATE INDEX user_economy_trust ON user_economy (trust DESC);

CREATE TABLE economy_transactions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id scope_t NOT NULL,
    username uname NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint,
    trust_change smallint NOT NULL DEFAULT 0,
    transaction_type text NOT NULL CHECK (transaction_type ~ '^[a-z_]{1,40}$'),
    heist_id bigint,
    counterparty uname,
    details jsonb,
    description text,
    cause bytea CHECK (octet_length(cause) = 16),
    effect smallint,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, id),
    CHECK ((cause IS NULL) = (effect IS NULL))
) PARTITION BY HASH (room_id);
COMMENT ON TABLE economy_transactions IS 'The ledger: every change of a balance, both ways, in the room where it happened. A stake and its payout are two lines.';
COMMENT ON COLUMN economy_transactions.room_id IS 'Room * holds what is left of purged rooms: one line a person.';
COMMENT ON COLUMN economy_transactions.amount IS 'Signed whole dollars; 0 for an outcome that moved no money.';
COMMENT ON COLUMN economy_transactions.details IS 'Facts of the game: seed of the dice, weight and species of a fish, odds of a horse.';
COMMENT ON COLUMN economy_transactions.cause IS 'Key of the chat line, or of the timer, that caused it.';
COMMENT ON COLUMN economy_transactions.effect IS 'Number of the line among those of one cause: the same cause never pays twice.';
CREATE UNIQUE INDEX economy_transactions_cause ON economy_transactions (room_id, cause, effect) WHERE cause IS NOT NULL;
CREATE INDEX economy_transactions_user ON economy_transactions (username, created_at DESC);
CREATE INDEX economy_transactions_type ON economy_transactions (transaction_type, username);
CREATE INDEX economy_transactions_board ON economy_transactions (room_id, transaction_type, amount DESC);
CREATE INDEX economy_transactions_heist ON economy_transactions (heist_id) WHERE heist_id IS NOT NULL;
