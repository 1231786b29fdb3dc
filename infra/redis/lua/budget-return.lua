-- Gives one message back to a day's budget: it was certainly not sent.
-- KEYS: 1 messages so far
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then redis.call('DECR', KEYS[1]) end
return 1
