-- Claims a message just before it is sent, if it still is to be sent and this consumer still has its entry.
-- KEYS: 1 sends  2 stopped tenants  3 stream of the entries
-- ARGV: 1 member  2 tenant  3 group  4 consumer  5 entry id  6 time of the claim, epoch ms  7 1: an earlier claim may
--       be taken over, since the channel knows a repeat by its key  8 1: what is to be sent is listed by who ordered it,
--       and no longer when it was called back; else the entry alone says so, until it is done with
-- Returns {'claimed'} | {'lost'}: another has the entry | {'gone'}: cancelled, or done | {'stopped'} |
--         {'claimed-before', when}. The same claim again (resent after an outage) is 'claimed' again.
local pending = redis.pcall('XPENDING', KEYS[3], ARGV[3], ARGV[5], ARGV[5], 1)
if pending.err or not pending[1] or pending[1][2] ~= ARGV[4] then return { 'lost' } end
local at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not at and ARGV[8] == '1' then return { 'gone' } end
if at == ARGV[6] then return { 'claimed' } end
local before = at and at ~= '0'
if before and ARGV[7] ~= '1' then return { 'claimed-before', at } end
if redis.call('SISMEMBER', KEYS[2], ARGV[2]) == 1 or redis.call('SISMEMBER', KEYS[2], '*') == 1 then
  return before and { 'claimed-before', at } or { 'stopped' }
end
redis.call('ZADD', KEYS[1], ARGV[6], ARGV[1])
return { 'claimed' }
