-- Writes what a source's holder knows, if it still holds it.
-- KEYS: 1 lease  2 hash of the place  3 hash of known listings
-- ARGV: 1 owner  2 how many pairs go to the place  3… those pairs, then pairs of listings
-- Returns 1; 0 where another holds it, and nothing was written. An empty value removes its field.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local last = 2 + 2 * tonumber(ARGV[2])
for i = 3, #ARGV, 2 do
  local key = i <= last and KEYS[2] or KEYS[3]
  if ARGV[i + 1] == '' then
    redis.call('HDEL', key, ARGV[i])
  else
    redis.call('HSET', key, ARGV[i], ARGV[i + 1])
  end
end
return 1
