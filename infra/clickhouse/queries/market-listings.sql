-- What became of one area's listings? The hundred latest to change in the last 180 days, parameter area.
WITH heard AS
(
    SELECT listing, uniqExact(tenant, lead) AS leads FROM analytics.competition_signals FINAL WHERE listing != '' GROUP BY listing
)
SELECT
    listing,
    max(at) AS lastAt,
    argMax(change, (at, seq)) AS lastChange,
    multiIf(lastChange = 'expired', 'Expired', known != '', known, 'Active') AS stands,
    argMax(price, (at, seq)) AS nowPrice,
    arrayFilter(p -> p != nowPrice, arrayMap(x -> x.2, arraySort(groupArray(((at, seq), price)))))[-1] AS priceBefore,
    argMaxIf(status, (at, seq), status != '') AS known,
    any(heard.leads) AS leads
FROM (SELECT * FROM analytics.market_events FINAL WHERE type = 'listing' AND lower(trimBoth(area)) = lower(trimBoth({area:String})) AND at > now64() - INTERVAL 180 DAY) AS changes
LEFT JOIN heard USING (listing)
GROUP BY listing
ORDER BY lastAt DESC, listing
LIMIT 100;
