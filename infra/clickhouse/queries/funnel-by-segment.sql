-- How far do leads of each segment come: seen, messaged, answered, showing, offer, converted?
WITH leads AS
(
    SELECT
        lead,
        argMaxMerge(segment) AS segment,
        min(firstMessage) AS firstMessage,
        min(firstReply) AS firstReply,
        min(showingBooked) AS showingBooked,
        min(offerMade) AS offerMade,
        min(converted) AS converted
    FROM analytics.lead_progress
    GROUP BY tenant, lead
)
SELECT
    segment,
    count() AS seen,
    countIf(firstMessage IS NOT NULL) AS messaged,
    countIf(firstReply IS NOT NULL) AS answered,
    countIf(showingBooked IS NOT NULL) AS showing,
    countIf(offerMade IS NOT NULL) AS offer,
    countIf(converted IS NOT NULL) AS converted,
    round(countIf(leads.converted IS NOT NULL) / count(), 4) AS conversion
FROM leads
WHERE segment != ''
GROUP BY segment
ORDER BY seen DESC;
