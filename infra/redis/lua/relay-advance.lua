-- Moves the outbox cursor of a shard after its entries were put on their target shards, and drops what was relayed.
-- KEYS: 1 epoch (of the group that owns the shard)  2 outbox
-- ARGV: 1 epoch  2 relay group  3 from  4 to
-- Returns {'ok'} | {'fenced'} | {'moved', cursor}.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return { 'fenced' } end
local cursor = cursor_of(KEYS[2], ARGV[2])
cursor = cursor or 'none'
if cursor ~= ARGV[3] then return { 'moved', cursor } end
redis.call('XGROUP', 'SETID', KEYS[2], ARGV[2], ARGV[4])
redis.call('XTRIM', KEYS[2], 'MINID', '~', ARGV[4])
return { 'ok' }
