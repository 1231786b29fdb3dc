-- What is sent, day by day (UTC), by campaign and channel, and did it arrive? Cancelled was called back, refused or deferred.
WITH delivered AS
(
    SELECT tenant, lead, action AS id, argMax(if(change = 'delivery', toState, 'cancelled'), (at, entry)) AS status
    FROM analytics.nurture_changes FINAL
    WHERE change IN ('delivery', 'order_called_back')
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
    countIf(status = 'failed') AS failed,
    countIf(status = 'cancelled') AS cancelled,
    countIf(status = '') AS waiting
FROM (SELECT tenant, lead, id, at, campaign, channel FROM analytics.nurture_orders FINAL) AS orders
LEFT JOIN delivered USING (tenant, lead, id)
GROUP BY day, campaign, channel
ORDER BY day, campaign, channel;
