-- How many entries of a shard the sink has yet to store.
-- KEYS: streams   ARGV: 1 group
-- Counted from entries-added and entries-read, since XINFO's own lag is nil after an XDEL; never more than there are.
local waiting = 0
for _, stream in ipairs(KEYS) do
  local info = redis.pcall('XINFO', 'STREAM', stream)
  local cursor, read = cursor_of(stream, ARGV[1])
  if not info.err and cursor then
    local fields = {}
    for f = 1, #info, 2 do fields[info[f]] = info[f + 1] end
    waiting = waiting + math.max(0, math.min(fields.length, fields['entries-added'] - (read or 0)))
  end
end
return waiting
