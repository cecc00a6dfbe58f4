-- Version 2. noted is the latest visit that anything was recorded of: of a head that plans only later ones, there is nothing more
-- to read. What was recorded before this version is not known, so the number is the greatest there is.
ALTER TABLE h4j_thread ADD COLUMN noted INTEGER NOT NULL DEFAULT 2147483647;

-- Libraries that do not keep noted may not write any more: they ask for a column that is gone.
ALTER TABLE h4j_thread RENAME COLUMN last_value TO last_entry;

-- The branch that last_seq was given out to: that is its head, whatever its row says, so a step that changes nothing else of a branch
-- need not write there. NULL if it is not known; then each branch's row says where it stands.
ALTER TABLE h4j_thread ADD COLUMN newest_branch {bytes};
