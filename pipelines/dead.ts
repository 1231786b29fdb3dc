/** Dead letters picked out, put on their log again, or dropped. */
import type { Config } from '../infra/config.ts';
import { connectRedis } from '../infra/redis/connect.ts';
import { createDeadLetters, type DeadLetter, type DeadLetters } from '../infra/redis/dead-letters.ts';
import { shardOf } from '../schemas/shards.ts';
import { LEAD_EVENTS, MARKET_EVENTS } from './intake.ts';
import { parseJson } from './read-lines.ts';

/** Which letters: these ids, or all; of one step or any. */
export interface Selection {
  ids: string[];
  all: boolean;
  step?: string | undefined;
}

export interface Handled {
  done: string[];
  /** Asked for, and not there. */
  unknown: string[];
  /** Not yet in the analytics store, so they must stay for now. */
  waiting: string[];
}

/** @param use receives the dead letters of every shard; the connection ends with it */
export async function withDeadLetters<T>(
  config: Config,
  use: (letters: DeadLetters) => Promise<T>,
): Promise<T> {
  const connection = connectRedis(config.redisUrl);
  try {
    return await use(
      createDeadLetters(connection.client, { leads: config.shards, market: config.marketShards }),
    );
  } finally {
    connection.close();
  }
}

export async function* selectDead(letters: DeadLetters, selection: Selection): AsyncGenerator<DeadLetter> {
  for await (const letter of letters.all()) {
    const named = selection.all || selection.ids.includes(letter.id);
    if (named && (selection.step === undefined || letter.step === selection.step)) yield letter;
  }
}

/** Puts each on the log of the shard it belongs on, then removes it. In this order a crash repeats, never loses. */
export const retryDead = (letters: DeadLetters, selection: Selection, config: Config): Promise<Handled> =>
  handle(letters, selection, (letter) =>
    letters.append(letter.space, rightShard(letter, config), letter.event),
  );

export const dropDead = (letters: DeadLetters, selection: Selection): Promise<Handled> =>
  handle(letters, selection, async () => {});

async function handle(
  letters: DeadLetters,
  selection: Selection,
  act: (letter: DeadLetter) => Promise<void>,
): Promise<Handled> {
  const handled: Handled = { done: [], unknown: [], waiting: [] };
  for await (const letter of selectDead(letters, selection)) {
    if (!(await letters.isSettled(letter))) {
      handled.waiting.push(letter.id);
      continue;
    }
    await act(letter);
    await letters.remove(letter);
    handled.done.push(letter.id);
  }
  handled.unknown = selection.ids.filter((id) => !handled.done.includes(id) && !handled.waiting.includes(id));
  return handled;
}

/** A well-formed event may have died of being on the wrong shard; a broken one dies again where it was. */
function rightShard({ space, shard, event }: DeadLetter, config: Config): number {
  const kind = space === 'leads' ? LEAD_EVENTS : MARKET_EVENTS;
  const checked = kind.check(parseJson(event.toString()), Date.now());
  if ('problem' in checked) return shard;
  return shardOf(checked.event.key, space === 'leads' ? config.shards : config.marketShards);
}
