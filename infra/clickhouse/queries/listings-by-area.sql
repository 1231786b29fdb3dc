-- How many homes stand where, and for how much? By area and status of each listing's latest change, last 180 days.
SELECT
    place,
    stands,
    count() AS listings,
    round(quantile(0.5)(nowPrice)) AS medianPrice,
    round(quantile(0.5)(days), 1) AS medianDays
FROM
(
    SELECT
        argMax(area, (at, seq)) AS place,
        argMaxIf(status, (at, seq), status != '') AS known,
        multiIf(argMax(change, (at, seq)) = 'expired', 'Expired', known != '', known, 'Active') AS stands,
        argMax(price, (at, seq)) AS nowPrice,
        argMaxIf(daysOnMarket, (at, seq), daysOnMarket IS NOT NULL) AS days
    FROM analytics.market_events FINAL
    WHERE type = 'listing' AND at > now64() - INTERVAL 180 DAY
    GROUP BY tenant, listing
)
GROUP BY place, stands
ORDER BY place, listings DESC, stands;
