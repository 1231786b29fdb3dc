-- Shared by the scripts that need a group's cursor (prepended to them).
-- The consumer group is the durable cursor: its last-delivered-id is the last committed entry.
-- Returns last-delivered-id, entries-read; nil where the group is missing.
local function cursor_of(stream, group)
  local ok = redis.pcall('XINFO', 'GROUPS', stream)
  if ok.err then return nil end
  for _, info in ipairs(ok) do
    local fields = {}
    for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
    if fields.name == group then return fields['last-delivered-id'], fields['entries-read'] end
  end
  return nil
end
