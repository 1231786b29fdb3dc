-- What a message of the lead opts out of, beside the intents it carries.

ALTER TABLE analytics.insights
    ADD COLUMN IF NOT EXISTS optOut LowCardinality(String) COMMENT 'Of this message: all, channel, topic; empty: none heard' AFTER entities,
    ADD COLUMN IF NOT EXISTS optOutChannels Array(LowCardinality(String)) COMMENT 'Of scope channel: those that end' AFTER optOut,
    ADD COLUMN IF NOT EXISTS optOutP Nullable(Float32) COMMENT 'Probability that consent is revoked; NULL: none heard' AFTER optOutChannels;
