-- Replaces a brokerage's nurturing settings, if the version before is the one in force.
-- KEYS: 1 hash of the tenant   ARGV: 1 version of the new settings  2 version where there are none yet  3 settings
--       4 who changed them  5 epoch ms
-- Returns 1; 0 when another version is in force, and nothing was written.
local known = tonumber(redis.call('HGET', KEYS[1], 'version') or ARGV[2])
if known ~= tonumber(ARGV[1]) - 1 then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'settings', ARGV[3], 'by', ARGV[4], 'at', ARGV[5])
return 1
