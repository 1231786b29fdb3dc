-- Tells what became of an order on the lead's log, and is done with its entry: both or neither.
-- KEYS: 1 actions  2 events  3 uncertain  4 dead
-- ARGV: 1 group  2 entry id  3 member  4 delivery (JSON), or '' for an order that was cancelled
--       5 time of the claim where the outcome is unknown, else ''  6 reason of a dead letter, or ''  7 its bytes
-- Returns 1; 0 when another was done with the entry before. What is known then is told all the same: it may settle
-- what the other could only call unknown. Repeats on the log are dropped there.
local first = redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if ARGV[4] == '' then return first end
if ARGV[5] ~= '' then
  if first == 0 then return 0 end
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[3])
else
  redis.call('ZREM', KEYS[3], ARGV[3])
end
redis.call('XADD', KEYS[2], '*', 'event', ARGV[4])
if first == 1 and ARGV[6] ~= '' then
  redis.call('XADD', KEYS[4], '*', 'step', 'dispatch', 'reason', ARGV[6], 'entry', ARGV[2], 'event', ARGV[7])
end
return first
