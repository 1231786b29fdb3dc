-- When was scoring slow? Median and p99 of the whole chain, hour by hour, last 7 days.
SELECT
    toStartOfHour(minute) AS hour,
    sum(insights) AS insights,
    round(quantilesTDigestMerge(0.5, 0.9, 0.99, 0.999)(ms)[1], 2) AS p50,
    round(quantilesTDigestMerge(0.5, 0.9, 0.99, 0.999)(ms)[3], 2) AS p99
FROM analytics.stage_latency
WHERE stage = 'total' AND minute >= now() - INTERVAL 7 DAY
GROUP BY hour
ORDER BY hour;
