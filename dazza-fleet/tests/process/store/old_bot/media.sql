-- The second file of the original bot: videos. Source: sqlite-import.md, 3.1.

CREATE TABLE "media_history" (
    "id" INTEGER PRIMARY KEY,
    "url" TEXT NOT NULL,
    "title" TEXT,
    "added_by" TEXT,
    "room_id" TEXT NOT NULL,
    "first_seen" INTEGER NOT NULL,
    "last_seen" INTEGER NOT NULL,
    "play_count" INTEGER DEFAULT 1,
    "queue_count" INTEGER DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (url, room_id)
);
