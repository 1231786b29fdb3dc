-- What does nurturing do? Leads by what they were first assigned to, whatever was done later: converted since, and wrote within 30 days.
WITH
    leads AS
    (
        SELECT tenant, lead, argMin(holdout, at) AS heldOut, min(at) AS since
        FROM analytics.nurture_decisions FINAL
        GROUP BY tenant, lead
    ),
    progress AS
    (
        SELECT tenant, lead, min(converted) AS convertedAt
        FROM analytics.lead_progress
        GROUP BY tenant, lead
    ),
    said AS
    (
        SELECT tenant, lead, at AS saidAt
        FROM analytics.events FINAL
        WHERE type = 'message' AND sender = 'lead'
    ),
    followed AS
    (
        SELECT
            heldOut,
            since,
            convertedAt IS NOT NULL AND convertedAt > since AS converted,
            saidAt > since AND saidAt <= since + INTERVAL 30 DAY AS replied
        FROM leads
        LEFT JOIN progress USING (tenant, lead)
        ASOF LEFT JOIN said ON leads.tenant = said.tenant AND leads.lead = said.lead AND said.saidAt > leads.since
    )
SELECT
    if(heldOut, 'holdout', 'treated') AS arm,
    count() AS leads,
    countIf(converted) AS conversions,
    round(conversions / leads, 4) AS conversion,
    countIf(replied) AS replies,
    round(replies / leads, 4) AS reply,
    min(since) AS firstSince
FROM followed
GROUP BY arm
ORDER BY arm DESC;
