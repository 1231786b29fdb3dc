-- Forecast against outcome, one row a lead: the first full forecast, the first committed date, and what happened.

CREATE TABLE IF NOT EXISTS analytics.forecast_outcomes
(
    tenant LowCardinality(String),
    lead String,
    firstAt SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'Time of the first forecast',
    firstPConvert AggregateFunction(argMin, Float32, UInt32) COMMENT 'Merge with argMinMerge, as all below',
    firstMedianDays AggregateFunction(argMin, Float32, UInt32),
    dateAt SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'Time of the first committed (date) forecast',
    dateExpected AggregateFunction(argMin, DateTime64(3, 'UTC'), UInt32),
    dateFrom AggregateFunction(argMin, DateTime64(3, 'UTC'), UInt32),
    dateTo AggregateFunction(argMin, DateTime64(3, 'UTC'), UInt32),
    result AggregateFunction(argMax, String, DateTime64(3, 'UTC')) COMMENT 'Latest outcome; empty while open; merge with argMaxMerge',
    resultAt SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC')))
)
ENGINE = AggregatingMergeTree
ORDER BY (tenant, lead)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS analytics.forecasts_to_forecast_outcomes TO analytics.forecast_outcomes AS
SELECT
    tenant,
    lead,
    min(toNullable(at)) AS firstAt,
    argMinStateIf(assumeNotNull(pConvert), seq, pConvert IS NOT NULL) AS firstPConvert,
    argMinStateIf(assumeNotNull(medianDays), seq, medianDays IS NOT NULL) AS firstMedianDays,
    minOrNullIf(at, kind = 'date') AS dateAt,
    argMinStateIf(assumeNotNull(expectedConversionDate), seq, kind = 'date' AND expectedConversionDate IS NOT NULL) AS dateExpected,
    argMinStateIf(assumeNotNull(intervalFrom), seq, kind = 'date' AND intervalFrom IS NOT NULL) AS dateFrom,
    argMinStateIf(assumeNotNull(intervalTo), seq, kind = 'date' AND intervalTo IS NOT NULL) AS dateTo
FROM analytics.forecasts
GROUP BY tenant, lead;

CREATE MATERIALIZED VIEW IF NOT EXISTS analytics.events_to_forecast_outcomes TO analytics.forecast_outcomes AS
SELECT
    tenant,
    lead,
    argMaxState(toString(e.result), at) AS result,
    max(toNullable(at)) AS resultAt
FROM analytics.events AS e
WHERE type = 'outcome' AND tenant != ''
GROUP BY tenant, lead;
