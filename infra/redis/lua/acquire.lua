-- Takes a shard for one member, if nobody holds it.
-- KEYS: 1 lease  2 epoch  3 events stream
-- ARGV: 1 owner  2 ttl ms  3 group  4 random token
-- Returns {epoch, cursor}, or nil when held. The token keeps epochs of a rolled-back Redis apart.
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return nil end
local before = redis.call('GET', KEYS[2])
local n = before and tonumber(string.match(before, '^%d+')) or 0
local epoch = (n + 1) .. ':' .. ARGV[4]
redis.call('SET', KEYS[2], epoch)
local cursor = cursor_of(KEYS[3], ARGV[3])
if not cursor then
  redis.call('XGROUP', 'CREATE', KEYS[3], ARGV[3], '0', 'MKSTREAM', 'ENTRIESREAD', '0')
  cursor = '0-0'
end
return { epoch, cursor }
