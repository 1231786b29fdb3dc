-- How fast does each agent answer? Minutes from a lead's message to the next message of an agent, last 30 days.
WITH turns AS
(
    SELECT
        lead,
        agent,
        sender,
        at,
        lagInFrame(sender) OVER conversation AS before,
        lagInFrame(at) OVER conversation AS since
    FROM analytics.events FINAL
    WHERE type = 'message' AND sender IN ('lead', 'agent') AND received >= now() - INTERVAL 30 DAY
    WINDOW conversation AS (PARTITION BY tenant, lead ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
)
SELECT
    if(agent = '', '(unknown)', agent) AS who,
    count() AS answers,
    round(quantile(0.5)(dateDiff('second', since, at)) / 60, 1) AS medianMinutes,
    round(quantile(0.9)(dateDiff('second', since, at)) / 60, 1) AS p90Minutes
FROM turns
WHERE sender = 'agent' AND before = 'lead'
GROUP BY who
ORDER BY answers DESC;
