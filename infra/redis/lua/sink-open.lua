-- Makes sure a group (the sink's, dispatch's) exists on every stream of a shard, and tells its cursors.
-- KEYS: streams   ARGV: 1 group
-- Returns {cursor, …} in the order of KEYS. A stream trimmed before has lost those entries to it.
local cursors = {}
for i, stream in ipairs(KEYS) do
  local cursor = cursor_of(stream, ARGV[1])
  if not cursor then
    local added = 0
    local info = redis.pcall('XINFO', 'STREAM', stream)
    if not info.err then
      local fields = {}
      for f = 1, #info, 2 do fields[info[f]] = info[f + 1] end
      added = fields['entries-added'] - fields.length
    end
    redis.call('XGROUP', 'CREATE', stream, ARGV[1], '0', 'MKSTREAM', 'ENTRIESREAD', added)
    cursor = '0-0'
  end
  cursors[i] = cursor
end
return cursors
