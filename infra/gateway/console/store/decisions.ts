/**
 * Decisions of a person on their way to a lead's log. What is decided on is named by a key; it is hidden from the moment
 * of the decision, and comes back when that failed or when the log did not take it in time.
 */
export interface Decisions {
  isUnderWay(key: string): boolean;
  /** Why the last try failed, or that it was not taken up. */
  problem(key: string): string | undefined;
  /** Once at a time: a second click may come before the first has drawn anything. */
  send(key: string, ask: () => Promise<void>): Promise<void>;
}

/** A decision that the lead's log has not taken after this long is shown again. */
const TAKEN_WITHIN_MS = 15_000;
const NOT_TAKEN = 'Sent, and not taken up after 15 seconds. It may still be; decide again to be sure.';

/** @param changed called when a decision is sent, has failed, or was not taken up in time */
export function createDecisions(changed: () => void): Decisions {
  /** Key → when it was decided, epoch ms. */
  const decided = new Map<string, number>();
  const problems = new Map<string, string>();

  const isUnderWay = (key: string): boolean =>
    Date.now() - (decided.get(key) ?? Number.NEGATIVE_INFINITY) < TAKEN_WITHIN_MS;

  return {
    isUnderWay,
    problem: (key) => problems.get(key) ?? (decided.has(key) && !isUnderWay(key) ? NOT_TAKEN : undefined),
    async send(key, ask) {
      if (isUnderWay(key)) return;
      decided.set(key, Date.now());
      problems.delete(key);
      changed();
      try {
        await ask();
        setTimeout(changed, TAKEN_WITHIN_MS);
      } catch (error) {
        decided.delete(key);
        problems.set(key, (error as Error).message);
        changed();
      }
    },
  };
}
