-- Moves the sink's cursors of one shard over ranges that are in the store.
-- KEYS: streams   ARGV: 1 group, then for each stream: from, to, entries
-- Returns 1; 0 when a cursor is at neither end of its range. Fenced by that: a batch is only ever confirmed after
-- its insert, and the next one starts at its `to`, so a late confirm finds the cursor there or beyond.
-- Lua does not roll back: everything is checked before anything is written.
local moves = {}
for i, stream in ipairs(KEYS) do
  local from, to, entries = ARGV[3 * i - 1], ARGV[3 * i], ARGV[3 * i + 1]
  local cursor, read = cursor_of(stream, ARGV[1])
  if cursor == from then
    moves[#moves + 1] = { stream, to, (read or 0) + entries }
  elseif cursor ~= to then
    return 0
  end
end
for _, move in ipairs(moves) do
  -- Entries trimmed or deleted ahead of the cursor are counted nowhere; at the end of the stream the count is known.
  local info = redis.call('XINFO', 'STREAM', move[1])
  local fields = {}
  for f = 1, #info, 2 do fields[info[f]] = info[f + 1] end
  if fields['last-generated-id'] == move[2] then move[3] = fields['entries-added'] end
  redis.call('XGROUP', 'SETID', move[1], ARGV[1], move[2], 'ENTRIESREAD', move[3])
end
return 1
