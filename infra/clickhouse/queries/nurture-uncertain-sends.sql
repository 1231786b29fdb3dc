-- Which messages may or may not have reached the lead? They are never sent again by themselves; the latest first.
WITH delivered AS
(
    SELECT tenant, lead, action AS id, argMax(toState, (at, entry)) AS status, argMax(why, (at, entry)) AS said
    FROM analytics.nurture_changes FINAL
    WHERE change = 'delivery'
    GROUP BY tenant, lead, action
    HAVING status = 'uncertain'
)
SELECT at, lead, id, channel, type, purpose, campaign, said AS why
FROM analytics.nurture_orders FINAL
INNER JOIN delivered USING (tenant, lead, id)
ORDER BY at DESC
LIMIT 200;
