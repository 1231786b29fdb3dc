-- From which segment to which do leads move, and how soon?
WITH steps AS
(
    SELECT
        segment,
        at,
        lagInFrame(toString(segment)) OVER path AS before,
        lagInFrame(at) OVER path AS since
    FROM analytics.segments FINAL
    WHERE segment IS NOT NULL
    WINDOW path AS (PARTITION BY tenant, lead ORDER BY seq ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
)
SELECT
    before AS fromSegment,
    segment AS toSegment,
    count() AS moves,
    round(quantile(0.5)(dateDiff('minute', since, at)) / 60, 1) AS medianHours
FROM steps
WHERE before != '' AND before != segment
GROUP BY fromSegment, toSegment
ORDER BY moves DESC;
