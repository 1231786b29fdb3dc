-- How much of the work needs no person? Week by week: messages sent alone or approved, drafts turned down or run out, escalations.
WITH steps AS
(
    SELECT toMonday(at) AS week, if(approver = 'automatic', 'alone', 'approved') AS step
    FROM analytics.nurture_receipts FINAL
    UNION ALL
    SELECT toMonday(at) AS week, 'dismissed' AS step
    FROM analytics.nurture_changes FINAL
    WHERE change = 'approval' AND toState IN ('declined', 'expired')
    UNION ALL
    SELECT toMonday(min(at)) AS week, 'escalated' AS step
    FROM analytics.nurture_escalations FINAL
    GROUP BY tenant, lead, id
)
SELECT
    week,
    countIf(step = 'alone') AS alone,
    countIf(step = 'approved') AS approved,
    countIf(step = 'dismissed') AS dismissed,
    countIf(step = 'escalated') AS escalated,
    round(alone / count(), 4) AS automation
FROM steps
GROUP BY week
ORDER BY week;
