-- Closes the digest that a notice carries, and takes a place among the recipient's messages for it.
-- KEYS: 1 messages by when, ms  2 notices of the next digest  3 the one that carries it  4 this one's own digest
-- ARGV: 1 notice  2 most messages a window  3 the window, ms  4 how long the digest is kept, ms
-- Returns its notices, oldest first; nil while there is no place. Asked again it answers the same.
if redis.call('EXISTS', KEYS[4]) == 1 then return redis.call('ZRANGE', KEYS[4], 0, -1) end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) or redis.call('GET', KEYS[3]) ~= ARGV[1] then return nil end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('RENAME', KEYS[2], KEYS[4])
redis.call('PEXPIRE', KEYS[4], ARGV[4])
redis.call('DEL', KEYS[3])
return redis.call('ZRANGE', KEYS[4], 0, -1)
