-- Why are leads handed to people, and how soon does a person take over or write? By reason; late is after the first deadline.
WITH
    raised AS
    (
        SELECT tenant, lead, id, any(reason) AS reason, min(at) AS raisedAt, min(dueAt) AS due, max(level) AS level
        FROM analytics.nurture_escalations FINAL
        GROUP BY tenant, lead, id
    ),
    taken AS
    (
        SELECT tenant, lead, at AS takenAt
        FROM analytics.nurture_changes FINAL
        WHERE change = 'takeover'
        UNION ALL
        SELECT tenant, lead, at AS takenAt
        FROM analytics.events FINAL
        WHERE type = 'message' AND sender = 'agent'
    ),
    followed AS
    (
        SELECT reason, level, due, takenAt, takenAt >= raisedAt AS met, dateDiff('second', raisedAt, takenAt) / 60 AS minutes
        FROM raised
        ASOF LEFT JOIN taken ON raised.tenant = taken.tenant AND raised.lead = taken.lead AND taken.takenAt >= raised.raisedAt
    )
SELECT
    reason,
    count() AS escalations,
    countIf(met AND takenAt <= due) AS inTime,
    countIf(if(met, takenAt > due, now64() > due)) AS late,
    countIf(NOT met AND now64() <= due) AS waiting,
    max(level) AS highestLevel,
    round(quantileIf(0.5)(minutes, met), 1) AS medianMinutes,
    round(quantileIf(0.9)(minutes, met), 1) AS p90Minutes
FROM followed
GROUP BY reason
ORDER BY escalations DESC, reason;
