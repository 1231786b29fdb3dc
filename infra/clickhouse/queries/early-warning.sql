-- Of leads lost to a competitor, how many had an alert first, how early, and how many left no trace to warn by?
-- Traced: the lead spoke of a competitor, or a contact monitor saw one, before it was lost.
WITH
    lost AS
    (
        SELECT tenant, lead, min(at) AS lostAt FROM analytics.competition_results FINAL WHERE result = 'lost' GROUP BY tenant, lead
    ),
    traces AS
    (
        SELECT tenant, lead, min(at) AS tracedAt
        FROM
        (
            SELECT tenant, lead, at FROM analytics.competitor_mentions FINAL
            UNION ALL
            SELECT tenant, lead, at FROM analytics.competition_signals FINAL WHERE monitor = 'contact'
        )
        GROUP BY tenant, lead
    ),
    alerts AS
    (
        SELECT tenant, lead, min(at) AS warnedAt FROM analytics.alert_steps FINAL WHERE step = 'raised' GROUP BY tenant, lead
    ),
    followed AS
    (
        SELECT
            lostAt,
            tracedAt > toDateTime64(0, 3, 'UTC') AND tracedAt < lostAt AS hasTrace,
            warnedAt > toDateTime64(0, 3, 'UTC') AND warnedAt < lostAt AS hasWarning,
            dateDiff('minute', warnedAt, lostAt) / 1440 AS days
        FROM lost
        LEFT JOIN traces USING (tenant, lead)
        LEFT JOIN alerts USING (tenant, lead)
    )
SELECT
    toMonday(lostAt) AS week,
    count() AS losses,
    countIf(hasTrace) AS traced,
    countIf(hasWarning) AS warned,
    if(traced > 0, round(countIf(hasWarning AND hasTrace) / traced, 4), NULL) AS warnedOfTraced,
    round(1 - traced / losses, 4) AS untraced,
    round(quantileIf(0.5)(days, hasWarning), 1) AS medianDaysBefore
FROM followed
GROUP BY week
ORDER BY week;
