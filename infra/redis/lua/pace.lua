-- Takes the next place of a sender: a token bucket of one, kept as the time its next message is due (GCRA).
-- KEYS: 1 that time, ms   ARGV: 1 ms between two messages
-- Returns how many ms to wait for the place taken. Time is Redis's own, so that senders on many machines share it.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local after = due + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now) + 1000)
return math.ceil(due - now)
