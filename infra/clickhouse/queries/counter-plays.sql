-- What did counter-plays do? Alerts by their level and the play they were answered with: sent, answered, and how it ended.
-- Beside them alerts of the same level that no play answered, of leads held out from marketing and of others. Only the
-- holdout was drawn: against it a difference is the plays' and all other marketing's, against the others it may be why
-- they had none. Answered: the lead wrote within 21 days of the message. Won and lost: the first outcome after the alert.
WITH
    alerts AS
    (
        SELECT tenant, lead, id AS alert, min(at) AS raisedAt, if(max(level = 'critical'), 'critical', 'high') AS reached
        FROM analytics.alert_steps FINAL
        WHERE step IN ('raised', 'grown') AND level IN ('high', 'critical')
        GROUP BY tenant, lead, id
    ),
    decided AS (SELECT tenant, lead, id AS decision, play AS answer, at AS decidedAt FROM analytics.nurture_decisions FINAL WHERE play != ''),
    delivered AS
    (
        SELECT tenant, lead, action AS id, argMax(if(change = 'delivery', toState, 'cancelled'), (at, entry)) AS status
        FROM analytics.nurture_changes FINAL
        WHERE change IN ('delivery', 'order_called_back')
        GROUP BY tenant, lead, action
    ),
    arrived AS
    (
        SELECT tenant, lead, decision, sentAt
        FROM (SELECT tenant, lead, id, decision, at AS sentAt FROM analytics.nurture_orders FINAL) AS orders
        INNER JOIN delivered USING (tenant, lead, id)
        WHERE status IN ('sent', 'delivered')
    ),
    played AS
    (
        SELECT tenant, lead, alert, argMin(answer, decidedAt) AS answer, minOrNullIf(sentAt, sentAt > toDateTime64(0, 3, 'UTC')) AS firstSent
        FROM
        (
            SELECT decided.tenant AS tenant, decided.lead AS lead, decision, answer, decidedAt, alert
            FROM decided
            ASOF INNER JOIN alerts ON decided.tenant = alerts.tenant AND decided.lead = alerts.lead AND decided.decidedAt >= alerts.raisedAt
        ) AS answers
        LEFT JOIN arrived USING (tenant, lead, decision)
        GROUP BY tenant, lead, alert
    ),
    leads AS (SELECT tenant, lead, holdout AS heldOut FROM analytics.insights FINAL WHERE seq = 1 AND holdout IS NOT NULL),
    said AS (SELECT tenant, lead, at AS saidAt FROM analytics.events FINAL WHERE type = 'message' AND sender = 'lead'),
    ended AS (SELECT tenant, lead, at AS endedAt, result AS ending FROM analytics.events FINAL WHERE type = 'outcome' AND result IN ('converted', 'lost')),
    answered AS
    (
        SELECT
            alerts.tenant AS tenant,
            alerts.lead AS lead,
            raisedAt,
            reached,
            multiIf(answer != '', answer, heldOut = true, '(held out)', '(none)') AS answeredBy,
            firstSent,
            ifNull(firstSent, toDateTime64('2106-01-01', 3, 'UTC')) AS waitedFrom
        FROM alerts
        LEFT JOIN played USING (tenant, lead, alert)
        LEFT JOIN leads USING (tenant, lead)
    ),
    followed AS
    (
        SELECT answered.tenant AS tenant, answered.lead AS lead, raisedAt, reached, answeredBy, firstSent, ifNull(saidAt > firstSent AND saidAt <= firstSent + INTERVAL 21 DAY, 0) AS replied
        FROM answered
        ASOF LEFT JOIN said ON answered.tenant = said.tenant AND answered.lead = said.lead AND said.saidAt > answered.waitedFrom
    )
SELECT
    reached AS level,
    answeredBy AS play,
    count() AS alerts,
    uniqExact(followed.tenant, followed.lead) AS leads,
    countIf(firstSent IS NOT NULL) AS sent,
    countIf(replied) AS answered,
    countIf(ending = 'converted') AS won,
    countIf(ending = 'lost') AS lost,
    alerts - won - lost AS open
FROM followed
ASOF LEFT JOIN ended ON followed.tenant = ended.tenant AND followed.lead = ended.lead AND ended.endedAt > followed.raisedAt
GROUP BY level, play
ORDER BY level, play IN ('(held out)', '(none)'), alerts DESC, play;
