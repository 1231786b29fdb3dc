-- Over which channels do leads and agents write, and how long are their messages?
SELECT
    channel,
    countIf(sender = 'lead') AS fromLeads,
    countIf(sender = 'agent') AS fromAgents,
    countIf(sender = 'system') AS fromSystem,
    uniqExact(lead) AS leads,
    round(avgIf(characters, sender = 'lead')) AS charactersOfLeads
FROM analytics.events FINAL
WHERE type = 'message'
GROUP BY channel
ORDER BY fromLeads DESC;
