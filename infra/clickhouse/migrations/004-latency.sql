-- Latency percentiles per minute and stage: merge with quantilesTDigestMerge(0.5, 0.9, 0.99, 0.999)(ms).
-- A retried batch must not count twice, so the target has a deduplication window of its own.

CREATE TABLE IF NOT EXISTS analytics.stage_latency
(
    tenant LowCardinality(String),
    stage LowCardinality(String) COMMENT 'A stage of the chain, or total for processingTimeMs',
    minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
    insights SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    maxMs SimpleAggregateFunction(max, Float32) CODEC(ZSTD(1)),
    ms AggregateFunction(quantilesTDigest(0.5, 0.9, 0.99, 0.999), Float32) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(minute)
ORDER BY (tenant, stage, minute)
TTL minute + INTERVAL 12 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS analytics.insights_to_stage_latency TO analytics.stage_latency AS
SELECT
    tenant,
    stage,
    toStartOfMinute(toDateTime(received, 'UTC')) AS minute,
    count() AS insights,
    max(spent) AS maxMs,
    quantilesTDigestState(0.5, 0.9, 0.99, 0.999)(spent) AS ms
FROM analytics.insights
ARRAY JOIN
    arrayPushBack(mapKeys(stages), 'total') AS stage,
    arrayPushBack(mapValues(stages), processingTimeMs) AS spent
GROUP BY tenant, stage, minute;
