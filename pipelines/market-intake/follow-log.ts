/** Follows a feed's log: to its end, then for what is missing before it, again and again. */
import { IntakeLostError } from '../../infra/redis/intake-store.ts';
import type { ResoClient } from '../../infra/reso/client.ts';
import { ResoFault } from '../../infra/reso/fault.ts';
import { backoff, pause, type Run } from '../../infra/run.ts';
import {
  dueSpans,
  type GapRules,
  nextDue,
  type Place,
  triedSpan,
} from '../../processors/intake/sequence-gaps.ts';
import type { Alarm } from './alarm.ts';
import { type PageDeps, resume, takePage } from './take-page.ts';

/** What a test has less of than a feed needs. */
export interface IntakeTimes {
  gapRules: GapRules;
  /** From one look to the next without a webhook. */
  pollMs: number;
  /** First wait after a fault, and for what a webhook announced and the log does not show yet. */
  againMs: number;
  callMs: number;
  retryMs: number;
  halfOpenMs: number;
}

export interface LogDeps extends PageDeps {
  client: ResoClient;
  times: IntakeTimes;
}

/** Events a page: with their records, what one crash makes it do again. */
export const TOP = 500;
/** Requests for gaps in one look. */
const MOST_SPANS = 20;

/** Looks, waits for a webhook or the time, and looks again, whatever happens to the server meanwhile. */
export const followLog =
  (deps: LogDeps, alarm: Alarm): Run =>
  async (signal) => {
    const { store, logger, times, metrics } = deps;
    let faults = 0;
    let early = 0;
    while (!signal.aborted) {
      try {
        const heard = alarm.heard();
        const place = await look(deps, signal);
        await store.report(Date.now(), '');
        faults = 0;
        metrics.intakeBehind.set(Math.max(0, heard - place.sequence));
        // A webhook may be ahead of the log that it is about.
        early = heard > place.sequence ? early + 1 : 0;
        const again = early ? backoff(early, times.againMs, times.pollMs) : times.pollMs;
        await alarm.wait(Math.max(0, Math.min(again, nextDue(place) - Date.now())), signal);
      } catch (error) {
        if (signal.aborted || error instanceof IntakeLostError) return;
        const { message, retryAfterMs } = error as ResoFault;
        const waitMs = Math.round(retryAfterMs ?? backoff(++faults, times.againMs, times.pollMs));
        logger.warn(
          { problem: message, kind: kindOf(error), waitMs },
          'the feed was not read; will try again',
        );
        await store.report(Date.now(), message).catch(() => {}); // told again after the next try
        await pause(waitMs, signal);
      }
    }
  };

const kindOf = (error: unknown): string =>
  error instanceof ResoFault ? error.kind : (error as Error).constructor.name;

/** Once to the end of the log, then for what is missing before it. */
async function look(deps: LogDeps, signal: AbortSignal): Promise<Place> {
  let place = await resume(deps, signal);
  for (let from = -1; place.sequence > from; ) {
    from = place.sequence;
    place = await takeRange(deps, place, { after: from }, signal);
  }
  deps.metrics.intakeCaughtUp.set(Date.now() / 1000);
  for (const span of dueSpans(place, Date.now(), TOP).slice(0, MOST_SPANS)) {
    place = await takeRange(deps, place, { after: span.from - 1, before: span.to + 1 }, signal);
    const tried = triedSpan(place, span, Date.now(), deps.gapRules);
    await deps.store.settle(JSON.stringify(tried), []);
    tellLost(deps, place, tried);
    place = tried;
  }
  deps.metrics.intakeSequence.set(place.sequence);
  deps.metrics.intakeGaps.set(place.gaps.length);
  return place;
}

async function takeRange(
  deps: LogDeps,
  from: Place,
  range: { after: number; before?: number },
  signal: AbortSignal,
): Promise<Place> {
  let place = from;
  for await (const page of deps.client.events(range, signal)) {
    const next = await takePage(deps, place, page, signal);
    tellLost(deps, place, next);
    place = next;
  }
  return place;
}

function tellLost({ metrics, logger }: PageDeps, before: Place, after: Place): void {
  const count = after.lost.count - before.lost.count;
  if (!count) return;
  metrics.intakeGapNumbers.inc({ outcome: 'given_up' }, count);
  logger.warn({ count, last: after.lost.last }, 'numbers that the feed never showed were given up');
}
