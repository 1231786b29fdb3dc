-- How much of the work needs no person? Week by week: messages the engine sent alone, and what people did beside it.
-- People approve drafts, turn them down or let them expire, and answer: a message of an agent right after one of the lead.
WITH
    turns AS
    (
        SELECT sender, at, lagInFrame(sender) OVER conversation AS before
        FROM analytics.events FINAL
        WHERE type = 'message' AND sender IN ('lead', 'agent')
        WINDOW conversation AS (PARTITION BY tenant, lead ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
    ),
    began AS (SELECT min(at) AS since FROM analytics.nurture_decisions),
    steps AS
    (
        SELECT at, if(approver = 'automatic', 'alone', 'approved') AS step
        FROM analytics.nurture_receipts FINAL
        UNION ALL
        SELECT at, 'dismissed' AS step
        FROM analytics.nurture_changes FINAL
        WHERE change IN ('declined', 'expired')
        UNION ALL
        SELECT at, 'answered' AS step
        FROM turns
        WHERE sender = 'agent' AND before = 'lead'
    )
SELECT
    toMonday(at) AS week,
    countIf(step = 'alone') AS alone,
    countIf(step = 'approved') AS approved,
    countIf(step = 'dismissed') AS dismissed,
    countIf(step = 'answered') AS answeredByPeople,
    round(alone / count(), 4) AS automation
FROM steps
WHERE at >= (SELECT since FROM began)
GROUP BY week
ORDER BY week;
