-- Gives a lease back, if it is still mine.
-- KEYS: 1 lease  2 epoch
-- ARGV: 1 owner  2 my epoch
if redis.call('GET', KEYS[2]) == ARGV[2] and redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
