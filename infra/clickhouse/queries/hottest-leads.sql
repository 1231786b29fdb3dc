-- Which open leads deserve attention first, and what is forecast for them?
WITH
    attention AS
    (
        SELECT
            tenant,
            lead,
            argMax(attention, seq) AS attention,
            argMax(status, seq) AS status,
            argMax(messages, seq) AS messages,
            max(at) AS lastAt
        FROM analytics.insights
        GROUP BY tenant, lead
    ),
    forecast AS
    (
        SELECT tenant, lead, argMax(pConvert, seq) AS pConvert, argMax(medianDays, seq) AS medianDays
        FROM analytics.forecasts
        GROUP BY tenant, lead
    )
SELECT lead, attention, round(pConvert, 3) AS pConvert, round(medianDays, 1) AS medianDays, messages, lastAt
FROM attention
LEFT JOIN forecast USING (tenant, lead)
WHERE status = 'open'
ORDER BY attention DESC, pConvert DESC
LIMIT 50;
