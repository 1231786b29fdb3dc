-- Trims streams, never past what the slowest group has yet to read.
-- KEYS: streams   ARGV: 1 entries to retain
-- Returns how many entries went. A stream whose lag Redis cannot tell is left alone, and nothing goes from the oldest
-- entry on that a group has read and not acknowledged.
local function kept_for(stream, group, keep)
  local oldest = redis.call('XPENDING', stream, group)[2]
  local surplus = redis.call('XLEN', stream) - keep
  if not oldest or surplus <= 0 then return keep end
  -- Reading what would go costs as much as removing it; more than this goes another time.
  local before = redis.call('XRANGE', stream, '-', '(' .. oldest, 'COUNT', math.min(surplus, 2000))
  return keep + surplus - #before
end

local gone = 0
for _, stream in ipairs(KEYS) do
  local groups = redis.pcall('XINFO', 'GROUPS', stream)
  local keep = tonumber(ARGV[1])
  if groups.err then keep = nil end
  for _, info in ipairs(groups.err and {} or groups) do
    local fields = {}
    for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
    if not fields.lag then keep = nil break end
    keep = math.max(keep, fields.lag)
    if fields.pending > 0 then keep = kept_for(stream, fields.name, keep) end
  end
  if keep then gone = gone + redis.call('XTRIM', stream, 'MAXLEN', '~', keep) end
end
return gone
