-- A gateway says that an agent has a socket there now. Time is Redis's own, as that of stream ids is.
-- KEYS: 1 gateways by when they said so, ms   ARGV: 1 gateway  2 ms from which on it no longer counts
local t = redis.call('TIME')
redis.call('ZADD', KEYS[1], t[1] * 1000 + math.floor(t[2] / 1000), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
