-- What did competitors do in one area? The hundred latest moves of the last 180 days, parameter area.
SELECT at, agent, change, listing
FROM analytics.market_events FINAL
WHERE type = 'competitor' AND lower(trimBoth(area)) = lower(trimBoth({area:String})) AND at > now64() - INTERVAL 180 DAY
ORDER BY at DESC, agent, change
LIMIT 100;
