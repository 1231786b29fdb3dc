/** What the intake of a source keeps: where it stands, what it is about to tell, and what it told of each listing. */
import type { RedisConnection } from './connect.ts';
import { script } from './scripts.ts';

/** Texts as the pipeline packs them; empty: none. */
export interface KeptIntake {
  place: string;
  /** What was about to be told when the last member stopped. */
  pending: string;
}

export interface IntakeStore {
  /** Takes the source, or keeps it; false while another member has it. */
  hold(ttlMs: number): Promise<boolean>;
  release(): Promise<void>;
  read(): Promise<KeptIntake>;
  /** In the order of the listings. */
  known(listings: readonly string[]): Promise<(string | null)[]>;
  /** Writes down what is to be told before any of it is. Throws {@link IntakeLostError}. */
  prepare(pending: string): Promise<void>;
  /** All of it is told: moves the place, keeps what is known now, in one step. Throws {@link IntakeLostError}. */
  settle(place: string, known: readonly (readonly [listing: string, packed: string])[]): Promise<void>;
  /** How the last look went: empty where all is well. */
  report(at: number, problem: string): Promise<void>;
}

/** Another member has the source now. */
export class IntakeLostError extends Error {}

export interface IntakeReport {
  place: string;
  /** Of the last look, epoch ms; 0: there was none. */
  at: number;
  problem: string;
}

const holdScript = script('intake-hold');
const writeScript = script('intake-write');

/** One hash tag, so that one script can touch them all. */
function keysOf(tenant: string, source: string) {
  const tag = `{ds:intake:${tenant}/${encodeURIComponent(source)}}`;
  return { lease: `${tag}:lease`, place: `${tag}:place`, known: `${tag}:known` };
}

/** @param owner unique to this process */
export function createIntakeStore(
  { client }: Pick<RedisConnection, 'client'>,
  { tenant, source, owner }: { tenant: string; source: string; owner: string },
): IntakeStore {
  const { lease, place, known } = keysOf(tenant, source);
  const write = async (toPlace: string[], toKnown: string[]) => {
    const args = [owner, toPlace.length / 2, ...toPlace, ...toKnown];
    if ((await writeScript(client, [lease, place, known], args)) !== 1)
      throw new IntakeLostError(`another member has the source ${source}`);
  };
  return {
    hold: async (ttlMs) => (await holdScript(client, [lease], [owner, ttlMs])) === 1,
    async release() {
      await holdScript(client, [lease], [owner, 0]);
    },
    async read() {
      const [at, pending] = await client.hmget(place, 'place', 'pending');
      return { place: at ?? '', pending: pending ?? '' };
    },
    known: async (listings) => (listings.length ? client.hmget(known, ...listings) : []),
    prepare: (pending) => write(['pending', pending], []),
    settle: (at, listings) => write(['place', at, 'pending', ''], listings.flat()),
    report: (at, problem) => write(['at', String(at), 'problem', problem], []),
  };
}

/** For who only looks. */
export async function readIntakeReport(
  { client }: Pick<RedisConnection, 'client'>,
  tenant: string,
  source: string,
): Promise<IntakeReport> {
  const [place, at, problem] = await client.hmget(keysOf(tenant, source).place, 'place', 'at', 'problem');
  return { place: place ?? '', at: Number(at ?? 0), problem: problem ?? '' };
}
