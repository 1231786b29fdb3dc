-- Which lead sources convert, and how long does it take them?
WITH leads AS
(
    SELECT argMaxMerge(source) AS source, min(firstSeen) AS firstSeen, min(converted) AS converted
    FROM analytics.lead_progress
    GROUP BY tenant, lead
)
SELECT
    if(source = '', '(unknown)', source) AS origin,
    count() AS leads,
    countIf(converted IS NOT NULL) AS conversions,
    round(conversions / leads, 4) AS conversion,
    round(quantile(0.5)(dateDiff('hour', firstSeen, converted)) / 24, 1) AS medianDaysToConvert
FROM leads
GROUP BY origin
ORDER BY conversion DESC, leads DESC;
