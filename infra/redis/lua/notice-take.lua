-- Takes a place for a notice among a recipient's messages of the last while, or a place in its next digest.
-- KEYS: 1 messages by when, ms  2 notices of the next digest  3 the one that carries it  4 this one's own digest
-- ARGV: 1 notice  2 most messages a window  3 the window, ms
-- Returns {'now'} | {'grouped'} | {'carry', ms to wait for its digest's place}. Asked again it answers the same.
if redis.call('EXISTS', KEYS[4]) == 1 then return { 'carry', 0 } end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return { 'now' } end
local most = tonumber(ARGV[2])
local full = redis.call('ZCARD', KEYS[1]) >= most
local carrier = redis.call('GET', KEYS[3])
if not carrier and not full then
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return { 'now' }
end
redis.call('ZADD', KEYS[2], 'NX', now, ARGV[1])
if not carrier then redis.call('SET', KEYS[3], ARGV[1]) end
if carrier and carrier ~= ARGV[1] then return { 'grouped' } end
if not full then return { 'carry', 0 } end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { 'carry', oldest[2] + ARGV[3] + 1 - now }
