-- What is refused, at which step and why, over the last 7 days?
SELECT
    space,
    step,
    substring(reason, 1, 120) AS why,
    count() AS letters,
    uniqExact(lead) AS leads,
    max(received) AS latest
FROM analytics.dead_letters
WHERE received >= now() - INTERVAL 7 DAY
GROUP BY space, step, why
ORDER BY letters DESC;
