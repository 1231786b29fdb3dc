-- Do alerts come in storms? Week by week: alerts, the most of one lead, and critical ones no loss to a competitor followed.
-- Leads are those heard of in the week. Not lost: within 14 days, and only where those are over; else in open.
WITH
    raised AS
    (
        SELECT tenant, lead, id, min(at) AS raisedAt, max(level = 'critical') AS isCritical
        FROM analytics.alert_steps FINAL
        WHERE step IN ('raised', 'grown')
        GROUP BY tenant, lead, id
    ),
    lost AS (SELECT tenant, lead, at AS lostAt FROM analytics.competition_results FINAL WHERE result = 'lost'),
    followed AS
    (
        SELECT
            tenant,
            lead,
            toMonday(raisedAt) AS week,
            isCritical,
            lostAt > raisedAt AND lostAt <= raisedAt + INTERVAL 14 DAY AS lostToOne,
            raisedAt <= now64() - INTERVAL 14 DAY AS over
        FROM raised
        ASOF LEFT JOIN lost ON raised.tenant = lost.tenant AND raised.lead = lost.lead AND lost.lostAt > raised.raisedAt
    ),
    byLead AS
    (
        SELECT
            week,
            tenant,
            lead,
            count() AS alerts,
            countIf(isCritical) AS critical,
            countIf(isCritical AND over AND NOT lostToOne) AS criticalNotLost,
            countIf(isCritical AND NOT over AND NOT lostToOne) AS criticalOpen
        FROM followed
        GROUP BY week, tenant, lead
    ),
    heard AS (SELECT toMonday(at) AS week, uniqExact(tenant, lead) AS leads FROM analytics.insights FINAL GROUP BY week)
SELECT
    week,
    any(heard.leads) AS leadsHeard,
    sum(alerts) AS raised,
    uniqExact(tenant, lead) AS alertedLeads,
    max(alerts) AS mostOfOneLead,
    sum(critical) AS criticalAlerts,
    sum(criticalNotLost) AS notLost,
    sum(criticalOpen) AS open,
    if(leadsHeard > 0, round(100 * notLost / leadsHeard, 2), NULL) AS notLostPer100Leads
FROM byLead
LEFT JOIN heard USING (week)
GROUP BY week
ORDER BY week;
