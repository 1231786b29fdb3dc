-- Drops the parcels of a shard's outbox that are on their target shards' logs.
-- KEYS: 1 epoch of the group that owns the shard  2 outbox
-- ARGV: 1 epoch  2 id after the last parcel relayed
-- Returns 1, or 0 when the shard has a new owner (who relays them again; receivers dedupe).
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('XTRIM', KEYS[2], 'MINID', ARGV[2])
return 1
