-- Whoever signs in on the web with a token gets a session: a token of its own that ends soon, made by the other and gone with it.

ALTER TABLE api_tokens ADD COLUMN made_by bigint REFERENCES api_tokens ON DELETE CASCADE;
COMMENT ON COLUMN api_tokens.made_by IS 'The token that this session was opened with; NULL for a token of its own.';
CREATE INDEX api_tokens_made_by ON api_tokens (made_by) WHERE made_by IS NOT NULL;

CALL secure_tables();
