-- Why are leads handed to people, and how soon does a person have them? By reason; late is after the first deadline.
WITH
    raised AS
    (
        SELECT tenant, lead, reason, at AS raisedAt, dueAt AS due
        FROM analytics.nurture_escalations FINAL
        WHERE level = 1
    ),
    ended AS
    (
        SELECT tenant, lead, at AS metAt
        FROM analytics.nurture_changes FINAL
        WHERE change IN ('escalation_met', 'escalation_met_late')
    ),
    again AS
    (
        SELECT reason, max(level) AS highestLevel
        FROM analytics.nurture_escalations FINAL
        GROUP BY reason
    ),
    followed AS
    (
        SELECT reason, due, metAt, metAt >= raisedAt AS met, dateDiff('second', raisedAt, metAt) / 60 AS minutes
        FROM raised
        ASOF LEFT JOIN ended ON raised.tenant = ended.tenant AND raised.lead = ended.lead AND ended.metAt >= raised.raisedAt
    )
SELECT
    reason,
    count() AS escalations,
    countIf(met AND metAt <= due) AS inTime,
    countIf(if(met, metAt > due, now64() > due)) AS late,
    countIf(NOT met AND now64() <= due) AS waiting,
    any(again.highestLevel) AS highestLevel,
    round(quantileIf(0.5)(minutes, met), 1) AS medianMinutes,
    round(quantileIf(0.9)(minutes, met), 1) AS p90Minutes
FROM followed
LEFT JOIN again USING (reason)
GROUP BY reason
ORDER BY escalations DESC, reason;
