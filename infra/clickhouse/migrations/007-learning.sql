-- Every forecast that is kept to be judged, with what is known of its outcome so far. The latest knowledge wins.

CREATE TABLE IF NOT EXISTS analytics.learning
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    seq UInt32 COMMENT 'Of the insight it came with' CODEC(Delta, ZSTD(1)),
    landmark LowCardinality(String) COMMENT 'Age of the lead, or commitment',
    model LowCardinality(String) COMMENT 'Version of the forecast',
    served Bool COMMENT 'False: it ran in shadow',
    calibration LowCardinality(String) COMMENT 'Empty: none',
    since DateTime64(3, 'UTC') COMMENT 'First event of the lead' CODEC(Delta, ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    stage LowCardinality(String),
    segment LowCardinality(String),
    kind LowCardinality(String) COMMENT 'date, window, insufficient',
    p30 Float64 COMMENT 'P(converted within 30 days), as served' CODEC(ZSTD(1)),
    p60 Float64 CODEC(ZSTD(1)),
    p90 Float64 CODEC(ZSTD(1)),
    p180 Float64 CODEC(ZSTD(1)),
    pConvert Float64 COMMENT 'Within 365 days' CODEC(ZSTD(1)),
    raw Float64 COMMENT 'pConvert before calibration' CODEC(ZSTD(1)),
    q05 Float64 CODEC(ZSTD(1)),
    q10 Float64 CODEC(ZSTD(1)),
    q90 Float64 CODEC(ZSTD(1)),
    q95 Float64 CODEC(ZSTD(1)),
    medianDays Float64 CODEC(ZSTD(1)),
    result LowCardinality(String) COMMENT 'open: not ended within days; converted; lost, or opted out',
    days Float64 COMMENT 'From the forecast to the outcome, or to what it was last seen open at' CODEC(ZSTD(1)),
    knownBy UInt32 COMMENT 'Seq of the insight that told the result' CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(knownBy)
PARTITION BY toYYYYMM(at)
ORDER BY (tenant, lead, seq, landmark, model)
TTL toDateTime(at) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;
