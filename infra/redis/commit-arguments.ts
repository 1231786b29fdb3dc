/** Lays a commit out as keys and arguments of commit.lua, whose header is the contract. */
import { hash } from 'node:crypto';
import type { ShardKeys } from '../../schemas/shards.ts';
import type { Commit } from '../ports.ts';

const DAY_MS = 86_400_000;
/** A repeat has the effect of once within this many days. */
export const DEDUPE_DAYS = 7;
/** Messages a lead's page starts with; older ones are in ClickHouse. */
export const TALK_LENGTH = 30;

const STREAMS = ['insights', 'actions', 'alerts', 'dead', 'outbox'] as const;
const FIRST_STREAM_KEY = 13;

type Arg = string | number | Uint8Array;

export function commitArguments(k: ShardKeys, commit: Commit): [keys: string[], args: Arg[]] {
  const { lease, marks, states, appends, timers, cancels, talk, roster } = commit;
  const keys = [
    k.epoch + lease.group,
    k.events,
    ...seenKeys(k, lease.group, commit.to),
    k.timers,
    k.timersDue,
    ...STREAMS.map((stream) => k[stream]),
    k.chain + lease.group,
    ...states.map(({ key }) => k.state + key),
    ...talk.map(({ key }) => k.talk + key),
    ...roster.map(({ list }) => k.roster + list),
  ];
  const args: Arg[] = [lease.epoch, lease.group, commit.from, commit.to, commit.entries];
  args.push((DEDUPE_DAYS + 1) * DAY_MS, TALK_LENGTH, commit.token, commit.builtOn ?? '');
  args.push(
    marks.length,
    states.length,
    appends.length,
    timers.length,
    cancels.length,
    talk.length,
    roster.length,
  );
  for (const { key, id } of marks) args.push(markOf(key, id));
  for (const { bytes } of states) args.push(bytes);
  for (const { stream, fields } of appends) {
    const pairs = Object.entries(fields);
    args.push(FIRST_STREAM_KEY + STREAMS.indexOf(stream), pairs.length * 2);
    for (const [name, value] of pairs) args.push(name, value);
  }
  for (const { id, due, record } of timers) args.push(id, due, record);
  args.push(...cancels);
  for (const { body } of talk) args.push(body);
  for (const { member, score } of roster) args.push(member, score ?? '');
  return [keys, args];
}

/** One set of marks a day, today's first: a mark lives seven to eight days and no key grows for ever. */
function seenKeys(k: ShardKeys, group: string, entryId: string): string[] {
  const today = Math.floor(Number.parseInt(entryId, 10) / DAY_MS);
  return Array.from({ length: DEDUPE_DAYS + 1 }, (_, ago) => `${k.seen}${group}:${today - ago}`);
}

/** 96 bits of SHA-256: a collision would swallow a message, so no short hash. */
function markOf(key: string, id: string): string {
  return hash('sha256', `${key}\0${id}`, 'base64').slice(0, 16);
}
