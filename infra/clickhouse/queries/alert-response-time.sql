-- How soon does somebody act on an alert? By agent and level; acted is acknowledged, snoozed or closed by a person.
WITH
    raised AS
    (
        SELECT tenant, lead, id, argMin(agent, (at, seq)) AS agent, argMax(level, (at, seq)) AS level, min(at) AS raisedAt, argMin(dueAt, (at, seq)) AS due
        FROM analytics.alert_steps FINAL
        WHERE step IN ('raised', 'grown')
        GROUP BY tenant, lead, id
    ),
    acted AS
    (
        SELECT
            tenant,
            lead,
            id,
            minIf(at, by != '' AND step IN ('acknowledged', 'snoozed', 'closed')) AS actedAt,
            countIf(step = 'escalated') AS escalations
        FROM analytics.alert_steps FINAL
        GROUP BY tenant, lead, id
    ),
    followed AS
    (
        SELECT *, actedAt >= raisedAt AS met, dateDiff('second', raisedAt, actedAt) / 60 AS minutes
        FROM raised
        LEFT JOIN acted USING (tenant, lead, id)
    )
SELECT
    if(agent = '', '(nobody)', agent) AS who,
    level,
    count() AS alerts,
    countIf(met) AS acted,
    countIf(met AND actedAt <= due) AS inTime,
    countIf(escalations > 0) AS escalated,
    round(quantileIf(0.5)(minutes, met), 1) AS medianMinutes,
    round(quantileIf(0.9)(minutes, met), 1) AS p90Minutes
FROM followed
GROUP BY who, level
ORDER BY alerts DESC, who, level;
