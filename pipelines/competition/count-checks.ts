/** Counts the competitive checks of a run: each generation of a lead's timer should fire once. */
import type { Timer } from '../../infra/ports.ts';
import type { Checks } from '../../models/evaluation/competition-figures.ts';

interface FiredTimer {
  type: string;
  tenant: string;
  lead: string;
  timer?: string;
  generation?: number;
}

/** Whether the leads' chain armed it for a check: it has another timer for nurturing. */
const isCheckTimer = (timer: string | undefined): boolean => timer?.endsWith('/check') === true;

export function createCheckCounter() {
  const seen = new Set<string>();
  let [fired, twice] = [0, 0];
  return {
    /** @param event as put on the log */
    fired(event: string): void {
      const { type, tenant, lead, timer, generation } = JSON.parse(event) as FiredTimer;
      if (type !== 'timer' || !isCheckTimer(timer)) return;
      fired++;
      const once = `${tenant}/${lead}/${generation}`;
      if (seen.has(once)) twice++;
      seen.add(once);
    },
    /** @param waiting timers still armed; one due before `due` (epoch ms) should have fired */
    count(waiting: readonly Timer[], due: number): Checks {
      const isCheck = ({ event }: Timer) => isCheckTimer((JSON.parse(event) as FiredTimer).timer);
      const lost = waiting.filter((timer) => timer.due < due && isCheck(timer)).length;
      return { fired, twice, lost };
    },
  };
}
