-- Gives a claim back after an attempt that certainly sent nothing, if it is still that claim.
-- KEYS: 1 sends   ARGV: 1 member  2 time of the claim
-- Returns 1, or 0 when the order was cancelled or claimed by another since.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('ZADD', KEYS[1], 'XX', 0, ARGV[1])
return 1
