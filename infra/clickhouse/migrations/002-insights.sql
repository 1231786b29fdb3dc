-- What Doorstep said. Wire insights are deltas: a NULL means "as in the row before of this lead".
-- Aggregates skip NULLs, so argMax(column, seq) is the last known value.

CREATE TABLE IF NOT EXISTS analytics.insights
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    seq UInt32 COMMENT 'Per lead, gapless, from 1' CODEC(Delta, ZSTD(1)),
    event String COMMENT 'Id of the event that made it' CODEC(ZSTD(1)),
    causeKind LowCardinality(String),
    causeId String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') COMMENT 'When it entered the insight stream' CODEC(DoubleDelta, ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    type LowCardinality(String) COMMENT 'What happened: message, activity, profile, outcome, tick, market …',
    sender LowCardinality(String),
    channel LowCardinality(String),
    activity LowCardinality(String),
    result LowCardinality(String),
    intents Array(LowCardinality(String)) COMMENT 'Said in this message',
    intentP Array(Float32) COMMENT 'Probability of each of intents',
    entities Array(LowCardinality(String)) COMMENT 'Kinds found in this message',
    status LowCardinality(Nullable(String)) COMMENT 'NULL: unchanged',
    attention Nullable(Float32) COMMENT 'NULL: unchanged' CODEC(ZSTD(1)),
    messages Nullable(UInt32) COMMENT 'NULL: unchanged' CODEC(ZSTD(1)),
    agent Nullable(String) COMMENT 'NULL: unchanged' CODEC(ZSTD(1)),
    processingTimeMs Float32 CODEC(ZSTD(1)),
    stages Map(LowCardinality(String), Float32) COMMENT 'Milliseconds of each stage' CODEC(ZSTD(1)),
    delta String COMMENT 'insightDelta as it travelled (JSON merge patch); emptied after six months' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, seq)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.forecasts
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    seq UInt32 COMMENT 'Of the insight whose delta carried a forecast part' CODEC(Delta, ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the insight' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    kind LowCardinality(Nullable(String)) COMMENT 'date, window, insufficient; NULL: unchanged, as in every column below',
    pConvert Nullable(Float32) COMMENT 'Within 180 days' CODEC(ZSTD(1)),
    expectedConversionDate Nullable(DateTime64(3, 'UTC')) COMMENT 'Withdrawn where cleared names it' CODEC(ZSTD(1)),
    medianDays Nullable(Float32) CODEC(ZSTD(1)),
    q05 Nullable(Float32) CODEC(ZSTD(1)),
    q10 Nullable(Float32) CODEC(ZSTD(1)),
    q25 Nullable(Float32) CODEC(ZSTD(1)),
    q75 Nullable(Float32) CODEC(ZSTD(1)),
    q90 Nullable(Float32) CODEC(ZSTD(1)),
    q95 Nullable(Float32) CODEC(ZSTD(1)),
    intervalFrom Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    intervalTo Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    intervalLevel Nullable(Float32) CODEC(ZSTD(1)),
    epistemic Nullable(Float32) CODEC(ZSTD(1)),
    cleared Array(LowCardinality(String)) COMMENT 'Fields this delta withdrew',
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, seq)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.segments
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    seq UInt32 COMMENT 'Of the insight whose delta carried a profile part' CODEC(Delta, ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the insight' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    segment LowCardinality(Nullable(String)) COMMENT 'Primary microsegment; NULL: unchanged',
    confidence Nullable(Float32) COMMENT 'NULL: unchanged' CODEC(ZSTD(1)),
    secondary Array(LowCardinality(String)) COMMENT 'Empty: unchanged',
    secondaryP Array(Float32),
    version UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, seq)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;
