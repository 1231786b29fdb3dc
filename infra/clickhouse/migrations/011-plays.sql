-- Which threat a message answers, so that what became of the lead can be told by play.

ALTER TABLE analytics.nurture_decisions
    ADD COLUMN IF NOT EXISTS play LowCardinality(String) COMMENT 'Which threat it answers, as competition names its plays; empty: none' AFTER delay;
