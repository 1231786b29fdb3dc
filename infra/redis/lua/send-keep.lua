-- Sets how long the entries this consumer has count as idle: 0 keeps them, a long time hands them over.
-- KEYS: 1 stream of the entries   ARGV: 1 group  2 consumer  3 idle ms, then entry ids
-- Entries that another took over stay the other's.
for a = 4, #ARGV do
  local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[a], ARGV[a], 1)
  if pending[1] and pending[1][2] == ARGV[2] then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[a], 'IDLE', ARGV[3], 'JUSTID')
  end
end
return 1
