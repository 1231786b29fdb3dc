-- What do the monitors see, and where? Signals by area and kind, last 30 days.
SELECT
    if(area = '', '(unknown)', area) AS place,
    monitor,
    signal,
    count() AS signals,
    uniqExact(tenant, lead) AS leads,
    max(at) AS lastAt
FROM analytics.competition_signals FINAL
WHERE at > now64() - INTERVAL 30 DAY
GROUP BY place, monitor, signal
ORDER BY signals DESC, place, monitor, signal;
