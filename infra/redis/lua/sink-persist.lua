-- Writes down which ranges the sink is about to insert; before this, nothing of them may reach the store.
-- KEYS: 1 epoch  2 sink   ARGV: 1 my epoch  2 the batch (JSON)
-- Returns 1; 0 when the space has a new owner, or another batch is under way. The same batch again is fine.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local under_way = redis.call('GET', KEYS[2])
if under_way and under_way ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
return 1
