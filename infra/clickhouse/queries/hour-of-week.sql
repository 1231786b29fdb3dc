-- When do leads write? Messages by weekday (1 is Monday) and hour, UTC.
SELECT toDayOfWeek(at) AS weekday, toHour(at) AS hour, count() AS messages, uniqExact(lead) AS leads
FROM analytics.events FINAL
WHERE type = 'message' AND sender = 'lead'
GROUP BY weekday, hour
ORDER BY weekday, hour;
