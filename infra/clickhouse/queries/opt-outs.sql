-- Who said to be left alone, on which channel, of what, and how sure is the judge? The latest messages first.
SELECT at, lead, channel AS cameBy, optOut AS scope, optOutChannels AS channels, round(optOutP, 3) AS p
FROM analytics.insights FINAL
WHERE optOut != ''
ORDER BY at DESC
LIMIT 200;
