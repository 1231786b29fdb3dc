-- How did critical alerts reach somebody, and which did not? By audience, channel and status, last 90 days.
SELECT
    audience,
    channel,
    status,
    count() AS notices,
    uniqExact(tenant, lead, alert) AS alerts,
    anyIf(detail, status IN ('failed', 'refused', 'uncertain')) AS example,
    max(at) AS lastAt
FROM analytics.alert_notices FINAL
WHERE at > now64() - INTERVAL 90 DAY
GROUP BY audience, channel, status
ORDER BY notices DESC, audience, channel, status;
