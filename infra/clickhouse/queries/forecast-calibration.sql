-- Do first forecasts keep their word? Leads with an outcome, by tenth of forecast probability: forecast against converted.
WITH leads AS
(
    SELECT argMinMerge(firstPConvert) AS p, argMaxMerge(result) AS outcome, min(firstAt) AS at
    FROM analytics.forecast_outcomes
    GROUP BY tenant, lead
)
SELECT
    floor(least(p, 0.999) * 10) / 10 AS bucket,
    count() AS leads,
    round(avg(p), 3) AS forecast,
    round(countIf(outcome = 'converted') / count(), 3) AS converted
FROM leads
WHERE at IS NOT NULL AND outcome IN ('converted', 'lost', 'opted_out')
GROUP BY bucket
ORDER BY bucket;
