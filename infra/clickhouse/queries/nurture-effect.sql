-- What does nurturing do? Shares of leads that converted, and that wrote, within 90 days, treated less held out, with 95 %.
-- By intention to treat: every lead counts for what its first insight assigned it to, once its 90 days are over, whatever
-- was sent or could be. Leads that were there before nurturing was are in neither.
-- The interval is Newcombe's, of two Wilson intervals (Statistics in Medicine 17, 1998, method 10), for one look.
WITH
    (x, n, side) -> (x / n + 1.9208 / n + side * 1.96 * sqrt(x / n * (1 - x / n) / n + 0.9604 / n / n)) / (1 + 3.8416 / n) AS wilson,
    leads AS
    (
        SELECT tenant, lead, assumeNotNull(holdout) AS heldOut, at AS since
        FROM analytics.insights FINAL
        WHERE seq = 1 AND holdout IS NOT NULL
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
            since <= now64() - INTERVAL 90 DAY AS over,
            ifNull(convertedAt > since AND convertedAt <= since + INTERVAL 90 DAY, 0) AS converted,
            saidAt > since AND saidAt <= since + INTERVAL 90 DAY AS wrote
        FROM leads
        LEFT JOIN progress USING (tenant, lead)
        ASOF LEFT JOIN said ON leads.tenant = said.tenant AND leads.lead = said.lead AND said.saidAt > leads.since
    ),
    counted AS
    (
        SELECT
            measure,
            countIf(over AND NOT heldOut) AS treatedLeads,
            countIf(over AND NOT heldOut AND happened) AS treated,
            countIf(over AND heldOut) AS holdoutLeads,
            countIf(over AND heldOut AND happened) AS holdout,
            countIf(NOT over) AS tooYoung
        FROM followed
        ARRAY JOIN ['conversion', 'reply'] AS measure, [converted, wrote] AS happened
        GROUP BY measure
    )
SELECT
    measure,
    treatedLeads,
    treated,
    holdoutLeads,
    holdout,
    treated / treatedLeads AS treatedShare,
    holdout / holdoutLeads AS holdoutShare,
    tooYoung,
    round(treatedShare - holdoutShare, 4) AS uplift,
    round(uplift - sqrt(pow(treatedShare - wilson(treated, treatedLeads, -1), 2) + pow(wilson(holdout, holdoutLeads, 1) - holdoutShare, 2)), 4) AS low,
    round(uplift + sqrt(pow(wilson(treated, treatedLeads, 1) - treatedShare, 2) + pow(holdoutShare - wilson(holdout, holdoutLeads, -1), 2)), 4) AS high
FROM counted
ORDER BY measure;
