-- How far off are committed conversion dates, and how often does the outcome fall into their interval?
WITH leads AS
(
    SELECT
        argMinMerge(dateExpected) AS expected,
        argMinMerge(dateFrom) AS intervalFrom,
        argMinMerge(dateTo) AS intervalTo,
        argMaxMerge(result) AS outcome,
        max(resultAt) AS at,
        min(dateAt) AS committed
    FROM analytics.forecast_outcomes
    GROUP BY tenant, lead
)
SELECT
    count() AS conversions,
    round(median(abs(dateDiff('hour', expected, at)) / 24), 1) AS medianDaysOff,
    round(avg(dateDiff('hour', expected, at) / 24), 1) AS meanDaysLate,
    round(countIf(at BETWEEN intervalFrom AND intervalTo) / count(), 3) AS coverage
FROM leads
WHERE outcome = 'converted' AND committed IS NOT NULL;
