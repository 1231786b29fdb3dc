-- What was decided, sent, allowed, escalated and changed about one lead, by whom and why? Give it as parameter `lead`.
WITH trail AS
(
    SELECT at, entry, 'decision' AS kind, id, concat(channel, '/', strategy, '/', delay) AS what, concat('policy ', policyVersion) AS by, why
    FROM analytics.nurture_decisions FINAL
    WHERE lead = {lead:String}
    UNION ALL
    SELECT at, entry, 'send' AS kind, id, concat(channel, ' ', type) AS what, 'doorstep' AS by, purpose AS why
    FROM analytics.nurture_orders FINAL
    WHERE lead = {lead:String}
    UNION ALL
    SELECT at, entry, 'approval_request' AS kind, id, concat(channel, ' ', action) AS what, 'doorstep' AS by, reason AS why
    FROM analytics.nurture_approvals FINAL
    WHERE lead = {lead:String}
    UNION ALL
    SELECT at, entry, 'receipt' AS kind, id, concat('order ', action) AS what, approver AS by, concat('consent: ', basis) AS why
    FROM analytics.nurture_receipts FINAL
    WHERE lead = {lead:String}
    UNION ALL
    SELECT at, entry, 'escalation' AS kind, id, concat('level ', toString(level)) AS what, 'doorstep' AS by, reason AS why
    FROM analytics.nurture_escalations FINAL
    WHERE lead = {lead:String}
    UNION ALL
    SELECT at, entry, 'outcome' AS kind, id, concat('of ', decision, ': ', result) AS what, 'lead' AS by, concat('reward ', toString(reward)) AS why
    FROM analytics.nurture_outcomes FINAL
    WHERE lead = {lead:String}
    UNION ALL
    SELECT at, entry, 'change' AS kind, id, concat(change, if(action = '', '', ' of '), action, if(toState = '', '', ' to '), toState) AS what, by, why
    FROM analytics.nurture_changes FINAL
    WHERE lead = {lead:String}
)
SELECT at, kind, id, what, by, why
FROM trail
ORDER BY at, toUInt64(splitByChar('-', entry)[1]), toUInt64(splitByChar('-', entry)[2]);
