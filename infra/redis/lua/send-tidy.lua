-- Removes consumers that have nothing and were not heard of for a while: every start makes a new one.
-- KEYS: 1 actions   ARGV: 1 group  2 ms  3 a consumer that leaves now, or ''
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  local quiet = fields.name == ARGV[3] or fields.idle > tonumber(ARGV[2])
  -- With entries it must stay: they would be forgotten with it.
  if quiet and fields.pending == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], fields.name) end
end
return 1
