-- Is done with entries that hold no order that can be read: each becomes a dead letter, once.
-- KEYS: 1 stream of the entries  2 dead   ARGV: 1 group, then for each: entry id, reason, bytes
for a = 2, #ARGV, 3 do
  if redis.call('XACK', KEYS[1], ARGV[1], ARGV[a]) == 1 then
    local letter = { 'step', ARGV[1], 'reason', ARGV[a + 1], 'entry', ARGV[a], 'event', ARGV[a + 2] }
    redis.call('XADD', KEYS[2], '*', unpack(letter))
  end
end
return 1
