-- Whom do leads speak of, and what does it come to? By competitor, last 90 days; unnamed ones by their kind.
SELECT
    competitor,
    competitorKind AS kind,
    argMax(name, (at, entry)) AS name,
    count() AS mentions,
    uniqExact(tenant, lead) AS leads,
    round(avg(switching), 3) AS switching,
    max(at) AS lastAt
FROM analytics.competitor_mentions FINAL
WHERE at > now64() - INTERVAL 90 DAY
GROUP BY competitor, kind
ORDER BY mentions DESC, competitor, kind;
