-- Keeps what waits for a lead's outcome, unless somebody kept later knowledge of it already.
-- KEYS: 1 the lead's key   ARGV: 1 seq of the latest insight taken in  2 the state  3 ttl ms
-- Returns 1; 0 when what is there is as new or newer. A state of nothing removes the lead, and leaves its seq.
local known = tonumber(redis.call('HGET', KEYS[1], 'seq') or '0')
if known >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'seq', ARGV[1], 'state', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
