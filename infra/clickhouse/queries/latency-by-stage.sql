-- How long does each stage of scoring take, in milliseconds, over the last 24 hours?
SELECT
    stage,
    sum(insights) AS insights,
    arrayMap(q -> round(q, 2), quantilesTDigestMerge(0.5, 0.9, 0.99, 0.999)(ms)) AS p50_p90_p99_p999,
    round(max(maxMs), 2) AS max
FROM analytics.stage_latency
WHERE minute >= now() - INTERVAL 24 HOUR
GROUP BY stage
ORDER BY stage;
