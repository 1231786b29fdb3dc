-- Removes consumers that have nothing and were not heard of for a while (every start makes a new one), and counts anew
-- what the group has read.
-- KEYS: 1 stream of the entries   ARGV: 1 group  2 ms  3 a consumer that leaves now, or ''
local function fields_of(info)
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  return fields
end
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local one = fields_of(info)
  local quiet = one.name == ARGV[3] or one.idle > tonumber(ARGV[2])
  -- With entries it must stay: they would be forgotten with it.
  if quiet and one.pending == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], one.name) end
end
-- Redis 7.0 does not write the count of a group read to its AOF: after a restart the lag would be too large for good,
-- and trimming would keep that much too many. At the end of the stream the count is known; the place does not move.
local stream = fields_of(redis.call('XINFO', 'STREAM', KEYS[1]))
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = fields_of(info)
  local last = group['last-delivered-id']
  if group.name == ARGV[1] and last == stream['last-generated-id'] and group.lag ~= 0 then
    redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], last, 'ENTRIESREAD', stream['entries-added'])
  end
end
return 1
