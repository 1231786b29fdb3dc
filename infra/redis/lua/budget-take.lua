-- Takes one message from a day's budget.
-- KEYS: 1 messages so far   ARGV: 1 the budget  2 when the count may be forgotten, epoch ms
-- Returns 1, or 0 when nothing is left.
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
redis.call('INCR', KEYS[1])
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
return 1
