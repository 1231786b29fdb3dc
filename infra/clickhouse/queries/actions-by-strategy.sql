-- What was done or proposed, by strategy and channel, and what became of those leads?
WITH outcomes AS
(
    SELECT tenant, lead, min(converted) AS convertedAt
    FROM analytics.lead_progress
    GROUP BY tenant, lead
)
SELECT
    action,
    strategy,
    channel,
    count() AS actions,
    uniqExact(lead) AS leads,
    uniqExactIf(lead, convertedAt > at) AS convertedLater
FROM analytics.actions FINAL
LEFT JOIN outcomes USING (tenant, lead)
GROUP BY action, strategy, channel
ORDER BY actions DESC;
