-- How do leads speak of each competitor? By stance, last 90 days; switching is the mean chance that they mean to leave.
SELECT
    competitor,
    competitorKind AS kind,
    stance,
    count() AS mentions,
    uniqExact(tenant, lead) AS leads,
    round(avg(switching), 3) AS switching
FROM analytics.competitor_mentions FINAL
WHERE at > now64() - INTERVAL 90 DAY
GROUP BY competitor, kind, stance
ORDER BY sum(mentions) OVER (PARTITION BY competitor, kind) DESC, competitor, kind, mentions DESC, stance;
