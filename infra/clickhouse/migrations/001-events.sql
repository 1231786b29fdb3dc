-- The logs as they came in: what entered the lead shards, the market shards, and what was refused.
-- Every statement of a migration can run again, so one that broke half-way just repeats.

CREATE TABLE IF NOT EXISTS analytics.events
(
    tenant LowCardinality(String) COMMENT 'Empty where the entry could not be read',
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Event id; shard/entry where the entry could not be read' CODEC(ZSTD(1)),
    type LowCardinality(String) COMMENT 'LeadEvent or SystemEvent type; invalid where the entry could not be read. Dead-lettered events are here too',
    at DateTime64(3, 'UTC') COMMENT 'Event time; received where it made no sense' CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') COMMENT 'When it entered the stream' CODEC(DoubleDelta, ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    sender LowCardinality(String) COMMENT 'Messages: lead, agent or system',
    channel LowCardinality(String),
    activity LowCardinality(String),
    ref String COMMENT 'Activities: listing or document' CODEC(ZSTD(1)),
    agent String CODEC(ZSTD(1)),
    source LowCardinality(String) COMMENT 'Profiles: where the lead came from',
    area LowCardinality(String),
    budget Nullable(Float64) COMMENT 'US dollars' CODEC(ZSTD(1)),
    result LowCardinality(String) COMMENT 'Outcomes: converted, lost, opted_out, reopened',
    reason String CODEC(ZSTD(1)),
    characters UInt32 COMMENT 'Length of the message text' CODEC(ZSTD(1)),
    raw String COMMENT 'The event as it came, message text included; emptied after six months' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 COMMENT 'Of a repeated event the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.market_events
(
    tenant LowCardinality(String),
    id String CODEC(ZSTD(1)),
    type LowCardinality(String) COMMENT 'listing, competitor, index; interest where a lead began to look; invalid',
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String CODEC(ZSTD(1)),
    seq Int64 COMMENT 'Sequence number of the source' CODEC(ZSTD(1)),
    area LowCardinality(String),
    listing String CODEC(ZSTD(1)),
    change LowCardinality(String),
    status LowCardinality(String),
    agent String CODEC(ZSTD(1)),
    lead String CODEC(ZSTD(1)),
    price Nullable(Float64) COMMENT 'US dollars' CODEC(ZSTD(1)),
    inventory Nullable(Float64) COMMENT 'Homes for sale' CODEC(ZSTD(1)),
    medianPrice Nullable(Float64) COMMENT 'US dollars' CODEC(ZSTD(1)),
    daysOnMarket Nullable(Float64) CODEC(ZSTD(1)),
    mortgageRate Nullable(Float64) COMMENT 'Percent a year' CODEC(ZSTD(1)),
    raw String CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, area, listing, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.dead_letters
(
    tenant LowCardinality(String) COMMENT 'Empty where the event could not be read',
    lead String CODEC(ZSTD(1)),
    space LowCardinality(String) COMMENT 'leads or market',
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id on the dead stream' CODEC(ZSTD(1)),
    received DateTime64(3, 'UTC') COMMENT 'When it was refused' CODEC(DoubleDelta, ZSTD(1)),
    step LowCardinality(String),
    reason String CODEC(ZSTD(1)),
    source String COMMENT 'Stream id of the refused entry on the events stream' CODEC(ZSTD(1)),
    raw String COMMENT 'The original bytes, as UTF-8' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, space, shard, entry)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;
