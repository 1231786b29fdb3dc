-- Says that a member is alive, and returns who else is.
-- KEYS: 1 members hash of the group
-- ARGV: 1 member  2 its report (JSON)  3 ms after which a silent member is gone
-- Returns {member, report, …} of the living. Time is Redis's own, so clocks need not agree.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], now .. ' ' .. ARGV[2])
local alive = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at, report = string.match(all[i + 1], '^(%d+) (.*)$')
  if now - tonumber(at) > tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], all[i])
  else
    alive[#alive + 1] = all[i]
    alive[#alive + 1] = report
  end
end
return alive
