-- What is asked to be approved, what comes of it, and how long does it wait? By content type and channel.
-- Withdrawn is what the engine took back itself: the lead wrote, or a person took the lead over.
WITH
    asked AS (SELECT tenant, lead, id, action AS type, channel, at, expiresAt FROM analytics.nurture_approvals FINAL),
    answered AS
    (
        SELECT tenant, lead, action AS id, argMin(change, at) AS answer, min(at) AS answeredAt
        FROM analytics.nurture_changes FINAL
        WHERE change IN ('approved', 'declined', 'expired', 'plan_cancelled')
        GROUP BY tenant, lead, action
    )
SELECT
    type,
    channel,
    count() AS requests,
    countIf(answer = 'approved') AS approved,
    countIf(answer = 'declined') AS declined,
    countIf(answer = 'expired' OR (answer = '' AND expiresAt < now64())) AS expired,
    countIf(answer = 'plan_cancelled') AS withdrawn,
    countIf(answer = '' AND expiresAt >= now64()) AS waiting,
    round(quantileIf(0.5)(dateDiff('second', at, answeredAt) / 60, answer IN ('approved', 'declined')), 1) AS medianMinutes,
    round(maxIf(dateDiff('second', at, now64()), answer = '' AND expiresAt >= now64()) / 60, 1) AS oldestWaitingMinutes
FROM asked
LEFT JOIN answered USING (tenant, lead, id)
GROUP BY type, channel
ORDER BY requests DESC, type, channel;
