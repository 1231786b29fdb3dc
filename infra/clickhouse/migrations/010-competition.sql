-- Competition, as analysts ask about it: a table for each kind of record on the alerts stream. `alerts` stays the raw log
-- of that stream, one row an entry, readable or not. What leads wrote is kept for six months, here and there.

ALTER TABLE analytics.alerts
    ADD COLUMN IF NOT EXISTS kind LowCardinality(String) COMMENT 'alert, mention, signal, threat, result, notice; invalid: no table below has it' AFTER id,
    DROP COLUMN IF EXISTS level,
    DROP COLUMN IF EXISTS cause;

CREATE TABLE IF NOT EXISTS analytics.competitor_mentions
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    event String COMMENT 'The message it was said in' CODEC(ZSTD(1)),
    competitor LowCardinality(String) COMMENT 'Id in the registry; else the name in lower case; empty: nobody is named',
    known Bool COMMENT 'Whether the registry has it',
    competitorKind LowCardinality(String) COMMENT 'agent, brokerage, portal, ibuyer',
    name LowCardinality(String),
    stance LowCardinality(String) COMMENT 'neutral, considering, comparing, committed, complaining',
    p Float64 COMMENT 'P(the mention is one)' CODEC(ZSTD(1)),
    switching Float64 COMMENT 'P(the lead means to leave for it)' CODEC(ZSTD(1)),
    quote String COMMENT 'The words it was read in; emptied after six months' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.competition_signals
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    area LowCardinality(String) COMMENT 'In lower case, trimmed; empty: the lead has none',
    cause String COMMENT 'The same cause is one signal' CODEC(ZSTD(1)),
    monitor LowCardinality(String) COMMENT 'pricing, contact, shift, opportunity',
    signal LowCardinality(String) COMMENT 'What the monitor saw',
    text String CODEC(ZSTD(1)),
    source String COMMENT 'An event, a market key, or a model and version' CODEC(ZSTD(1)),
    expiresAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    competitor LowCardinality(String) COMMENT 'Empty: about none',
    listing String COMMENT 'Empty: about none' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.threat_levels
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    level LowCardinality(String) COMMENT 'none, watch, high, critical',
    fromLevel LowCardinality(String),
    p Float64 COMMENT 'P(lost to a competitor within 14 days), as it was said then' CODEC(ZSTD(1)),
    valueAtRisk Float64 COMMENT 'US dollars of commission, p counted in' CODEC(ZSTD(1)),
    model LowCardinality(String),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.alert_steps
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Of the alert, in all its steps' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq UInt32 COMMENT 'Number of the leads insight that came in the same commit' CODEC(ZSTD(1)),
    step LowCardinality(String) COMMENT 'raised, grown, acknowledged, snoozed, escalated, closed',
    level LowCardinality(String) COMMENT 'none, watch, high, critical',
    cause LowCardinality(String) COMMENT 'Signal kind, or threat',
    agent LowCardinality(String) COMMENT 'Of the lead; empty: none',
    competitor LowCardinality(String) COMMENT 'Empty: none is named',
    p Float64 CODEC(ZSTD(1)),
    valueAtRisk Float64 COMMENT 'US dollars of commission, p counted in' CODEC(ZSTD(1)),
    dueAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    raised UInt8 COMMENT 'How often it was raised to somebody else, unseen' CODEC(ZSTD(1)),
    by String COMMENT 'Who acted; empty: Doorstep' CODEC(ZSTD(1)),
    text String COMMENT 'Emptied after six months' CODEC(ZSTD(3)) TTL toDateTime(received) + INTERVAL 6 MONTH,
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id, seq, step)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.competition_results
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    competitor LowCardinality(String) COMMENT 'Id in the registry, else the name in lower case; empty: nobody is named',
    result LowCardinality(String) COMMENT 'won, lost: for us',
    area LowCardinality(String) COMMENT 'In lower case, trimmed; empty: the lead has none',
    segment LowCardinality(String),
    p Float64 COMMENT 'P(lost) as it was said before' CODEC(ZSTD(1)),
    warnedAt Nullable(DateTime64(3, 'UTC')) COMMENT 'First alert; NULL: none' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.alert_notices
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    alert String COMMENT 'Id of the alert' CODEC(ZSTD(1)),
    raised UInt8 COMMENT 'Of the alerts step' CODEC(ZSTD(1)),
    audience LowCardinality(String) COMMENT 'agent; fallback: who answers for the brokerage',
    channel LowCardinality(String) COMMENT 'socket, sms, email, none',
    status LowCardinality(String) COMMENT 'sent, grouped (counted in a later message), failed, uncertain, refused',
    detail String CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;
