-- One row a lead: how far it came, and in which segment. Funnels group it by segment.
-- Only minima, maxima and argMax: merging any number of times, or twice the same, changes nothing.

CREATE TABLE IF NOT EXISTS analytics.lead_progress
(
    tenant LowCardinality(String),
    lead String,
    firstSeen SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    lastSeen SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))),
    firstMessage SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'First message from the lead',
    firstReply SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'First message from an agent',
    lastMessage SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'Last message from the lead',
    showingBooked SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    showingAttended SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    offerMade SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    converted SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'First outcome converted',
    lost SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    optedOut SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    source AggregateFunction(argMax, String, DateTime64(3, 'UTC')) COMMENT 'Merge with argMaxMerge',
    agent AggregateFunction(argMax, String, DateTime64(3, 'UTC')) COMMENT 'Merge with argMaxMerge',
    segment AggregateFunction(argMax, String, UInt32) COMMENT 'Latest primary microsegment; merge with argMaxMerge'
)
ENGINE = AggregatingMergeTree
ORDER BY (tenant, lead)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS analytics.events_to_lead_progress TO analytics.lead_progress AS
SELECT
    tenant,
    lead,
    min(toNullable(at)) AS firstSeen,
    max(toNullable(at)) AS lastSeen,
    minOrNullIf(at, sender = 'lead') AS firstMessage,
    minOrNullIf(at, sender = 'agent') AS firstReply,
    maxOrNullIf(at, sender = 'lead') AS lastMessage,
    minOrNullIf(at, activity = 'showing_booked') AS showingBooked,
    minOrNullIf(at, activity = 'showing_attended') AS showingAttended,
    minOrNullIf(at, activity IN ('offer_made', 'offer_accepted')) AS offerMade,
    minOrNullIf(at, result = 'converted') AS converted,
    minOrNullIf(at, result = 'lost') AS lost,
    minOrNullIf(at, result = 'opted_out') AS optedOut,
    argMaxStateIf(toString(e.source), at, e.source != '') AS source,
    argMaxStateIf(e.agent, at, e.agent != '') AS agent
FROM analytics.events AS e
WHERE type IN ('message', 'activity', 'profile', 'outcome') AND tenant != ''
GROUP BY tenant, lead;

CREATE MATERIALIZED VIEW IF NOT EXISTS analytics.segments_to_lead_progress TO analytics.lead_progress AS
SELECT tenant, lead, argMaxState(toString(assumeNotNull(s.segment)), seq) AS segment
FROM analytics.segments AS s
WHERE s.segment IS NOT NULL
GROUP BY tenant, lead;
