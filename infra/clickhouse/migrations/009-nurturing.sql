-- Nurturing, as analysts ask about it: a table for each kind of record on the actions stream. `actions` stays the raw
-- log of that stream, one row an entry, readable or not, and the only place that holds the texts, so that they end
-- after six months in one place.

ALTER TABLE analytics.actions
    ADD COLUMN IF NOT EXISTS kind LowCardinality(String) COMMENT 'decision, send, approval_request, receipt, escalation, outcome, change; invalid: no table below has it' AFTER id,
    DROP COLUMN IF EXISTS action,
    DROP COLUMN IF EXISTS channel,
    DROP COLUMN IF EXISTS strategy,
    DROP COLUMN IF EXISTS reason;

ALTER TABLE analytics.insights
    ADD COLUMN IF NOT EXISTS holdout Nullable(Bool) COMMENT 'Whether the lead is held out from marketing, as its first insight says; NULL: unchanged' AFTER agent;

CREATE TABLE IF NOT EXISTS analytics.nurture_decisions
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead; the order, the request and the receipt that follow name it' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    action LowCardinality(String) COMMENT 'Content type, or none',
    channel LowCardinality(String) COMMENT 'none: the lead is left alone',
    strategy LowCardinality(String),
    delay LowCardinality(String),
    contentHash String CODEC(ZSTD(1)),
    expectedResponseRate Nullable(Float64) COMMENT 'NULL: nothing was composed' CODEC(ZSTD(1)),
    autonomy LowCardinality(String) COMMENT 'suggest, approve, automatic',
    holdout Bool COMMENT 'The lead is never sent marketing, to tell what nurturing does',
    propensity Float64 COMMENT 'P(this choice), as it was drawn' CODEC(ZSTD(1)),
    policyVersion LowCardinality(String),
    mode LowCardinality(String) COMMENT 'learned, fixed; or a rule, where only one thing could be done',
    generation UInt32 CODEC(ZSTD(1)),
    context Array(Float64) COMMENT 'CONTEXT_NAMES of models/policy, in order' CODEC(ZSTD(1)),
    arms Array(LowCardinality(String)) COMMENT 'channel/strategy/delay that could have been chosen',
    refused Array(LowCardinality(String)) COMMENT 'Gate rules that ruled something out first',
    refusedWhy Array(String) COMMENT 'In words, as refused' CODEC(ZSTD(1)),
    why String CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.nurture_orders
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    decision String CODEC(ZSTD(1)),
    channel LowCardinality(String),
    type LowCardinality(String) COMMENT 'Content type',
    purpose LowCardinality(String) COMMENT 'reply, service, marketing',
    contentHash String CODEC(ZSTD(1)),
    campaign LowCardinality(String) COMMENT 'Registered campaign; empty: none',
    template LowCardinality(String) COMMENT 'WhatsApp: approved template; empty: free text',
    generation UInt32 CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.nurture_approvals
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Of the plan that asks for it: the decisions id' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    action LowCardinality(String) COMMENT 'Content type',
    channel LowCardinality(String),
    contentHash String COMMENT 'The content that is to be approved, and no other' CODEC(ZSTD(1)),
    expiresAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    expectedResponseRate Float64 CODEC(ZSTD(1)),
    reason String COMMENT 'Why it is proposed' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.nurture_receipts
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    action String COMMENT 'Id of the order' CODEC(ZSTD(1)),
    channel LowCardinality(String),
    purpose LowCardinality(String),
    basis LowCardinality(String) COMMENT 'Of consent: express, inquiry, transaction',
    consentText String CODEC(ZSTD(1)),
    consentSource String CODEC(ZSTD(1)),
    consentSince Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    evidence LowCardinality(String) COMMENT 'What the location is known from',
    zones Array(LowCardinality(String)) COMMENT 'Time zones the lead may be in',
    states Array(LowCardinality(String)),
    localTimes Array(String) COMMENT 'HH:MM in each of zones' CODEC(ZSTD(1)),
    rules Map(LowCardinality(String), String) COMMENT 'Rule table to its version' CODEC(ZSTD(1)),
    caps Map(LowCardinality(String), String) COMMENT 'Cap to used of most' CODEC(ZSTD(1)),
    campaign LowCardinality(String) COMMENT 'Empty: none',
    contentHash String CODEC(ZSTD(1)),
    fairHousingP Float64 CODEC(ZSTD(1)),
    fairHousingClass LowCardinality(String),
    approver String COMMENT 'Who approved it, or automatic' CODEC(ZSTD(1)),
    models Map(LowCardinality(String), String) COMMENT 'Model to its version' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.nurture_escalations
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead, with its level' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    level UInt8 COMMENT 'Raised by each missed deadline' CODEC(ZSTD(1)),
    reason LowCardinality(String),
    p Float64 CODEC(ZSTD(1)),
    dueAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id, level)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.nurture_outcomes
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    decision String CODEC(ZSTD(1)),
    reward Float64 COMMENT 'In -1 to 1' CODEC(ZSTD(1)),
    result LowCardinality(String) COMMENT 'replied, acted, booked, offered, opted_out, silent, not_sent',
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS analytics.nurture_changes
(
    tenant LowCardinality(String),
    lead String CODEC(ZSTD(1)),
    id String COMMENT 'Unique within the lead' CODEC(ZSTD(1)),
    shard UInt8 CODEC(ZSTD(1)),
    entry String COMMENT 'Stream id of the entry' CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    change LowCardinality(String) COMMENT 'What happened: stage, delivery, approved, declined, expired, plan_cancelled, order_called_back, escalation_met, paused …',
    fromState LowCardinality(String),
    toState LowCardinality(String) COMMENT 'Of a delivery the status of the order',
    by String COMMENT 'doorstep, lead, or who did it' CODEC(ZSTD(1)),
    why String CODEC(ZSTD(1)),
    action String COMMENT 'Id of the plan or order, where it is about one' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'Of a repeated record the latest entry stays' CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(received)
ORDER BY (tenant, lead, id)
TTL toDateTime(received) + INTERVAL 24 MONTH
SETTINGS non_replicated_deduplication_window = 10000;
