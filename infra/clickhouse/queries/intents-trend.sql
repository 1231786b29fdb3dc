-- What do leads talk about, week by week? Messages that said each intent, and its share of the week.
SELECT
    toMonday(at) AS week,
    intent,
    count() AS messages,
    round(count() / sum(count()) OVER (PARTITION BY week), 4) AS share
FROM analytics.insights
ARRAY JOIN intents AS intent
WHERE type = 'message'
GROUP BY week, intent
ORDER BY week, messages DESC;
