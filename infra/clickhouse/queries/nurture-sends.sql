-- What is sent, day by day (UTC), by campaign and channel, and did it arrive?
WITH delivered AS
(
    SELECT tenant, lead, action AS id, argMax(toState, (at, entry)) AS status
    FROM analytics.nurture_changes FINAL
    WHERE change = 'delivery'
    GROUP BY tenant, lead, action
)
SELECT
    toDate(at) AS day,
    campaign,
    channel,
    count() AS orders,
    uniqExact(tenant, lead) AS leads,
    countIf(status = 'sent') AS sent,
    countIf(status = 'delivered') AS delivered,
    countIf(status = 'uncertain') AS uncertain,
    countIf(status IN ('failed', 'refused', 'opted_out')) AS failed,
    countIf(status IN ('', 'deferred')) AS waiting
FROM (SELECT tenant, lead, id, at, campaign, channel FROM analytics.nurture_orders FINAL) AS orders
LEFT JOIN delivered USING (tenant, lead, id)
GROUP BY day, campaign, channel
ORDER BY day, campaign, channel;
