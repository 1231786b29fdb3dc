-- Strikes out the batch under way, once all its cursors have moved.
-- KEYS: 1 epoch  2 sink   ARGV: 1 my epoch  2 the batch (JSON)
-- Returns 1; 0 when the space has a new owner. Cleared before is fine.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if redis.call('GET', KEYS[2]) == ARGV[2] then redis.call('DEL', KEYS[2]) end
return 1
