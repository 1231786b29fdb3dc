-- Do threats come true as often as was said? Tenths of predictions by p, against losses to a competitor within 14 days.
-- One prediction a lead and day, the last of the day, and only those whose 14 days are over.
WITH
    said AS
    (
        SELECT tenant, lead, argMax(p, (at, entry)) AS p, max(at) AS saidAt
        FROM analytics.threat_levels FINAL
        WHERE at <= now64() - INTERVAL 14 DAY
        GROUP BY tenant, lead, toDate(at)
    ),
    lost AS (SELECT tenant, lead, at AS lostAt FROM analytics.competition_results FINAL WHERE result = 'lost'),
    followed AS
    (
        SELECT p, lostAt > saidAt AND lostAt <= saidAt + INTERVAL 14 DAY AS happened
        FROM said
        ASOF LEFT JOIN lost ON said.tenant = lost.tenant AND said.lead = lost.lead AND lost.lostAt > said.saidAt
    )
SELECT
    tenth,
    count() AS predictions,
    round(min(p), 4) AS lowest,
    round(max(p), 4) AS highest,
    round(avg(p), 4) AS predicted,
    round(avg(happened), 4) AS observed
FROM (SELECT p, happened, ntile(10) OVER (ORDER BY p) AS tenth FROM followed)
GROUP BY tenth
ORDER BY tenth;
