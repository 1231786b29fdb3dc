-- What does the gate rule out, by which rule, and what came of those decisions: another touch, or none?
SELECT
    rule,
    count() AS refusals,
    uniqExact(tenant, lead) AS leads,
    countIf(channel = 'none') AS endedInNothing,
    argMax(said, at) AS example,
    max(at) AS latest
FROM analytics.nurture_decisions FINAL
ARRAY JOIN refused AS rule, refusedWhy AS said
GROUP BY rule
ORDER BY refusals DESC, rule;
