-- Trims streams, never past what the slowest group has yet to read.
-- KEYS: streams   ARGV: 1 entries to retain
-- Returns how many entries went. A stream whose lag Redis cannot tell is left alone.
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
  end
  if keep then gone = gone + redis.call('XTRIM', stream, 'MAXLEN', '~', keep) end
end
return gone
