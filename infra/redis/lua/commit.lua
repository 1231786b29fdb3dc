-- The commit: states, dedupe marks, timers, outputs and the cursor move in one step, or not at all.
-- KEYS: 1 epoch  2 events  3-10 seen sets, today's first  11 timers  12 timers:due
--       13 insights  14 actions  15 alerts  16 dead  17 outbox  18 chain, then state keys, talk keys, roster keys
-- ARGV: 1 epoch  2 group  3 from  4 to  5 entries  6 seen-set life in ms  7 talk length
--       8 this commit's token  9 the commit it builds on, or ''
--       10 marks  11 states  12 appends  13 timers  14 cancels  15 talks  16 rosters (counts), then their values:
--       mark · state bytes · stream index, field count, fields… · id, due, record · id · body · member, score or ''
-- Returns {'ok'} | {'fenced'} | {'moved', cursor} | {'duplicate', mark numbers…}.
-- The cursor does not say who took it where it is. So a commit resent after it was applied is 'moved', and one
-- computed from the states of a commit under way names that one: if it failed, this fails, wherever the cursor is.
-- Lua does not roll back: everything is checked before anything is written.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return { 'fenced' } end
local cursor, read = cursor_of(KEYS[2], ARGV[2])
cursor = cursor or 'none'
if cursor ~= ARGV[3] then return { 'moved', cursor } end
if ARGV[9] ~= '' and redis.call('GET', KEYS[18]) ~= ARGV[9] then return { 'moved', cursor } end

local marks, states, appends = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local timers, cancels = tonumber(ARGV[13]), tonumber(ARGV[14])
local talks, rosters = tonumber(ARGV[15]), tonumber(ARGV[16])
local a, k = 17, 19

if marks > 0 then
  local list = {}
  for i = 1, marks do list[i] = ARGV[a + i - 1] end
  local duplicates = { 'duplicate' }
  for day = 3, 10 do
    for i, known in ipairs(redis.call('SMISMEMBER', KEYS[day], unpack(list))) do
      if known == 1 then duplicates[#duplicates + 1] = i end
    end
  end
  if #duplicates > 1 then return duplicates end
  redis.call('SADD', KEYS[3], unpack(list))
  redis.call('PEXPIRE', KEYS[3], ARGV[6])
  a = a + marks
end

if states > 0 then
  local pairs = {}
  for i = 0, states - 1 do
    pairs[2 * i + 1] = KEYS[k + i]
    pairs[2 * i + 2] = ARGV[a + i]
  end
  redis.call('MSET', unpack(pairs))
  a, k = a + states, k + states
end

for _ = 1, appends do
  local stream, fields = KEYS[tonumber(ARGV[a])], tonumber(ARGV[a + 1])
  redis.call('XADD', stream, '*', unpack(ARGV, a + 2, a + 1 + fields))
  a = a + 2 + fields
end

for _ = 1, timers do
  redis.call('HSET', KEYS[11], ARGV[a], ARGV[a + 2])
  redis.call('ZADD', KEYS[12], ARGV[a + 1], ARGV[a])
  a = a + 3
end
for _ = 1, cancels do
  redis.call('HDEL', KEYS[11], ARGV[a])
  redis.call('ZREM', KEYS[12], ARGV[a])
  a = a + 1
end

for _ = 1, talks do
  redis.call('RPUSH', KEYS[k], ARGV[a])
  redis.call('LTRIM', KEYS[k], -tonumber(ARGV[7]), -1)
  a, k = a + 1, k + 1
end
for _ = 1, rosters do
  if ARGV[a + 1] == '' then
    redis.call('ZREM', KEYS[k], ARGV[a])
  else
    redis.call('ZADD', KEYS[k], ARGV[a + 1], ARGV[a])
  end
  a, k = a + 2, k + 1
end

redis.call('SET', KEYS[18], ARGV[8])
redis.call('XGROUP', 'SETID', KEYS[2], ARGV[2], ARGV[4], 'ENTRIESREAD', (read or 0) + ARGV[5])
return { 'ok' }
