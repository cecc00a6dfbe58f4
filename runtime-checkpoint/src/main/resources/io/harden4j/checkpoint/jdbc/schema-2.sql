-- Version 2. noted is the latest visit that anything was recorded of: of a head that plans only later ones, there is nothing more
-- to read. What was recorded before this version is not known, so the number is the greatest there is.
ALTER TABLE h4j_thread ADD COLUMN noted INTEGER NOT NULL DEFAULT 2147483647;

-- Libraries that do not keep noted may not write any more: they ask for a column that is gone.
ALTER TABLE h4j_thread RENAME COLUMN last_value TO last_entry;
