-- How does each area's market move, week by week? Latest index of the week.
SELECT
    area,
    toMonday(at) AS week,
    argMax(medianPrice, at) AS medianPrice,
    argMax(inventory, at) AS inventory,
    argMax(daysOnMarket, at) AS daysOnMarket,
    argMax(mortgageRate, at) AS mortgageRate
FROM analytics.market_events FINAL
WHERE type = 'index'
GROUP BY area, week
ORDER BY area, week;
