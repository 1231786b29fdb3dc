-- Keeps which weights of a brokerage are in force, if those before are still the ones there.
-- KEYS: 1 hash of the tenant   ARGV: 1 version before, empty for none  2 version now  3 what is kept of it (JSON)
-- Returns 1; 0 when somebody else has kept others, and nothing was written.
local known = redis.call('HGET', KEYS[1], 'version') or ''
if known ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'kept', ARGV[3])
return 1
