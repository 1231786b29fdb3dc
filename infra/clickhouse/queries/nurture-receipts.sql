-- Why was each message to one lead lawful when it was sent? Give it as parameter `lead`; the latest first.
SELECT
    at,
    action AS order,
    channel,
    purpose,
    basis,
    consentSince,
    consentSource,
    consentText,
    arrayZip(zones, localTimes) AS localTimes,
    states,
    evidence AS locationFrom,
    rules,
    caps,
    campaign,
    approver,
    contentHash,
    round(fairHousingP, 4) AS fairHousingP,
    models
FROM analytics.nurture_receipts FINAL
WHERE lead = {lead:String}
ORDER BY at DESC;
