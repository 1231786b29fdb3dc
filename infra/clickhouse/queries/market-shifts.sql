-- Which moves beyond noise were leads of one area told of? Last two years, parameter area; each once a day and kind.
SELECT
    min(at) AS since,
    signal,
    argMin(text, (at, entry)) AS text,
    uniqExact(tenant, lead) AS leads
FROM analytics.competition_signals FINAL
WHERE monitor = 'shift' AND area = lower(trimBoth({area:String})) AND at > now64() - INTERVAL 2 YEAR
GROUP BY signal, toDate(at)
ORDER BY since, signal;
