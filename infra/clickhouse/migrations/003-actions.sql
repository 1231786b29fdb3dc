-- What Doorstep did or proposed. An entry's place on its stream is its number: a lead has one shard for good.

CREATE TABLE IF NOT EXISTS analytics.actions
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    id String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    action LowCardinality(String),
    channel LowCardinality(String),
    strategy LowCardinality(String),
    reason String CODEC(ZSTD(1)),
    body String COMMENT 'The whole of it, JSON; emptied after six months' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, shard, entry)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.alerts
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    id String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    level LowCardinality(String) COMMENT 'none, watch, high, critical',
    cause LowCardinality(String),
    body String COMMENT 'The whole of it, JSON; emptied after six months' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, shard, entry)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;
