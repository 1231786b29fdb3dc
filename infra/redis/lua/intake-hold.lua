-- Holds a source for one member: takes it where nobody has it, keeps it where it is the member's, gives it back.
-- KEYS: 1 lease   ARGV: 1 owner  2 ttl ms; 0 gives it back
-- Returns 1 held, 0 not.
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
