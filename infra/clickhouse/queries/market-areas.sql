-- Where does each area's market stand? Its latest index, and how many leads its monitors touched in the last 30 days.
WITH touched AS
(
    SELECT area AS areaKey, uniqExact(tenant, lead) AS leads
    FROM analytics.competition_signals FINAL
    WHERE at > now64() - INTERVAL 30 DAY
    GROUP BY areaKey
)
SELECT
    argMax(area, (at, seq)) AS name,
    max(at) AS lastAt,
    argMax(medianPrice, (at, seq)) AS medianPrice,
    argMax(inventory, (at, seq)) AS inventory,
    argMax(daysOnMarket, (at, seq)) AS daysOnMarket,
    argMax(mortgageRate, (at, seq)) AS mortgageRate,
    any(touched.leads) AS touched
FROM (SELECT *, lower(trimBoth(area)) AS areaKey FROM analytics.market_events FINAL WHERE type = 'index') AS indices
LEFT JOIN touched USING (areaKey)
GROUP BY areaKey
ORDER BY name;
