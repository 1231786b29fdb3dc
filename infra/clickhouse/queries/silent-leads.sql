-- Which leads that once wrote have been silent for more than 14 days without an outcome?
SELECT
    lead,
    argMaxMerge(segment) AS segment,
    argMaxMerge(agent) AS agent,
    max(lastMessage) AS silentSince,
    dateDiff('day', silentSince, now()) AS silentDays
FROM analytics.lead_progress
GROUP BY tenant, lead
HAVING silentSince < now() - INTERVAL 14 DAY AND min(converted) IS NULL AND min(lost) IS NULL AND min(optedOut) IS NULL
ORDER BY silentDays DESC
LIMIT 200;
