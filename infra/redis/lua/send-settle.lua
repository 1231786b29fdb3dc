-- Tells what became of a message on a stream of its shard, and is done with its entry: both or neither.
-- KEYS: 1 stream of the entries  2 stream of what is told  3 uncertain  4 dead  5 sends
-- ARGV: 1 group  2 entry id  3 member  4 time of the claim where the outcome is unknown, else ''
--       5 reason of a dead letter, or ''  6 its bytes  7 1: the claim ends here; else with what is told
--       then fields and values to tell, or none for a message that was cancelled
-- Returns 1; 0 when another was done with the entry before. What is known then is told all the same: it may settle
-- what the other could only call unknown. Repeats on the log are dropped there.
local first = redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if ARGV[7] == '1' then redis.call('ZREM', KEYS[5], ARGV[3]) end
if #ARGV < 8 then return first end
if ARGV[4] ~= '' then
  if first == 0 then return 0 end
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[3])
else
  redis.call('ZREM', KEYS[3], ARGV[3])
end
redis.call('XADD', KEYS[2], '*', unpack(ARGV, 8))
if first == 1 and ARGV[5] ~= '' then
  redis.call('XADD', KEYS[4], '*', 'step', ARGV[1], 'reason', ARGV[5], 'entry', ARGV[2], 'event', ARGV[6])
end
return first
