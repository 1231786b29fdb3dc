-- Keeps a lease, if it is still mine.
-- KEYS: 1 lease  2 epoch
-- ARGV: 1 owner  2 ttl ms  3 my epoch
-- Returns 1 mine, 0 lost.
if redis.call('GET', KEYS[2]) ~= ARGV[3] then return 0 end
local owner = redis.call('GET', KEYS[1])
if owner == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
-- Expired but taken by nobody: the epoch is still mine, so the shard is.
if not owner then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0
