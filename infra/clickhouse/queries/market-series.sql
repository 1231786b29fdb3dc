-- How did one area's market move, week by week? Latest index of each week of the last two years, parameter area.
SELECT
    toMonday(at) AS week,
    argMax(medianPrice, (at, seq)) AS medianPrice,
    argMax(inventory, (at, seq)) AS inventory,
    argMax(daysOnMarket, (at, seq)) AS daysOnMarket,
    argMax(mortgageRate, (at, seq)) AS mortgageRate
FROM analytics.market_events FINAL
WHERE type = 'index' AND lower(trimBoth(area)) = lower(trimBoth({area:String})) AND at > now64() - INTERVAL 2 YEAR
GROUP BY week
ORDER BY week;
