CALL secure_tables();
-- Every room gets its login anew: its role is another one here, whoever made the key.
UPDATE rooms SET login_key = NULL;
