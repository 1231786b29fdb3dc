-- Against whom do we win, and where? By competitor and area, and by competitor over all areas (area empty).
-- A rate and its interval (Wilson, 95 %) only where ten or more are decided.
WITH (x, n, side) -> (x / n + 1.9208 / n + side * 1.96 * sqrt(x / n * (1 - x / n) / n + 0.9604 / n / n)) / (1 + 3.8416 / n) AS wilson
SELECT
    competitor,
    area,
    countIf(result = 'won') AS won,
    countIf(result = 'lost') AS lost,
    won + lost AS decided,
    if(decided >= 10, round(won / decided, 4), NULL) AS rate,
    if(decided >= 10, round(wilson(won, decided, -1), 4), NULL) AS low,
    if(decided >= 10, round(wilson(won, decided, 1), 4), NULL) AS high
FROM
(
    SELECT competitor, result, arrayJoin(['', if(area = '', '(unknown)', area)]) AS area
    FROM analytics.competition_results FINAL
)
GROUP BY competitor, area
ORDER BY sum(decided) OVER (PARTITION BY competitor) DESC, competitor, decided DESC, area;
