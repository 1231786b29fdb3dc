-- Which touches are answered? By strategy, channel and the lead's local hour, of messages whose window is over.
WITH
    decided AS (SELECT tenant, lead, id AS decision, strategy FROM analytics.nurture_decisions FINAL),
    received AS
    (
        SELECT tenant, lead, action AS id, toUInt8OrNull(substring(localTimes[1], 1, 2)) AS localHour
        FROM analytics.nurture_receipts FINAL
    ),
    known AS
    (
        SELECT tenant, lead, decision, result
        FROM analytics.nurture_outcomes FINAL
        WHERE result != 'not_sent'
    )
SELECT
    strategy,
    channel,
    localHour,
    count() AS touches,
    countIf(result IN ('replied', 'acted', 'booked', 'offered')) AS responses,
    countIf(result = 'opted_out') AS optOuts,
    round(responses / touches, 4) AS responseRate
FROM (SELECT tenant, lead, id, decision, channel FROM analytics.nurture_orders FINAL) AS orders
INNER JOIN decided USING (tenant, lead, decision)
INNER JOIN known USING (tenant, lead, decision)
LEFT JOIN received USING (tenant, lead, id)
GROUP BY strategy, channel, localHour
ORDER BY strategy, channel, localHour;
