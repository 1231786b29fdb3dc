/**
 * Alerts that stand, one a lead at most. The leads' insights tell; an alert's own frame tells sooner, or of a lead that is
 * not known here yet, and holds until the lead's insight is as new. What somebody decided leaves at once, and comes back
 * when it failed.
 */
import type { CompetitiveAlert } from '../../../../schemas/competition.ts';
import type { OpenAlert } from '../../../../schemas/competition-answers.ts';
import type { AlertAct, CompetitionApi } from '../competition-api.ts';
import { levelRank } from '../competition-words.ts';
import { nameOf } from '../domain-words.ts';
import { createDecisions } from './decisions.ts';
import type { LeadRecord, Leads } from './leads.ts';

type Told = Pick<OpenAlert, 'alert' | 'reasons' | 'rivals' | 'p' | 'valueAtRisk'>;

export interface StandingAlert extends Told {
  lead: string;
  name: string;
  /** Undefined while the lead is being fetched. */
  record: LeadRecord | undefined;
  /** Names what is decided on: an alert raised again is another matter. */
  key: string;
  /** Why the last try failed. */
  problem: string | undefined;
}

export interface Alerts {
  /** The greatest threat first, of those what is due soonest. */
  standing(): StandingAlert[];
  of(lead: string): StandingAlert | undefined;
  hear(step: CompetitiveAlert): void;
  /** All that stand, whatever was heard before. Leads that are not known here are fetched. */
  replace(alerts: readonly OpenAlert[], more?: number): void;
  /** Open when the list began, due later than what it holds, and not known here from elsewhere. */
  more(): number;
  /** Fetches leads of alerts that are not known here any more. */
  want(): void;
  /** Of an erased lead nothing stays on screen. */
  forget(lead: string): void;
  act(alert: StandingAlert, act: AlertAct): Promise<void>;
}

/** An alert as of the lead's insight of that number; none where it was closed. */
interface News {
  seq: number;
  name: string | undefined;
  told: Told | undefined;
}

export function createAlerts(api: CompetitionApi, leads: Leads, changed: () => void): Alerts {
  const decisions = createDecisions(changed);
  /** By lead; the lead's insight is believed where it is as new. */
  const news = new Map<string, News>();
  /** The list as it began: whom it named, how many it left out, and when. */
  let list: { named: ReadonlySet<string>; more: number; at: number } = { named: new Set(), more: 0, at: 0 };

  function told(lead: string): Told | undefined {
    const heard = news.get(lead);
    const record = leads.get(lead);
    if (heard && (!record || record.head.seq < heard.seq)) return heard.told;
    // Closed, and the insight says so too: nothing is left to tell.
    if (heard && !heard.told) news.delete(lead);
    const { alert, ...rest } = record?.view.competition ?? {};
    return alert && ({ alert, ...rest } as Told);
  }

  /** @returns undefined where there is none, or a decision on it is under way */
  function of(lead: string): StandingAlert | undefined {
    const found = told(lead);
    if (!found) return undefined;
    const { alert, reasons, rivals, p, valueAtRisk } = found;
    const key = [lead, alert.id, alert.status, alert.raised].join('/');
    if (decisions.isUnderWay(key)) return undefined;
    const record = leads.get(lead);
    const name = record ? nameOf(lead, record.view.contact) : (news.get(lead)?.name ?? lead);
    const problem = decisions.problem(key);
    return { lead, name, record, alert, reasons, rivals, p, valueAtRisk, key, problem };
  }

  function hear(lead: string, heard: News) {
    news.set(lead, heard);
    leads.want(lead);
  }

  function standing(): StandingAlert[] {
    const known = [...leads.all()].filter(({ view }) => view.competition?.alert).map(({ lead }) => lead);
    return [...new Set([...known, ...news.keys()])].flatMap((lead) => of(lead) ?? []).sort(mostPressing);
  }

  return {
    of,
    standing,
    hear(step) {
      const rivals = told(step.lead)?.rivals ?? [];
      hear(step.lead, { seq: step.seq, name: undefined, told: toldByStep(step, rivals) });
      changed();
    },
    more() {
      if (list.more === 0) return 0;
      const { named, more, at } = list;
      const known = standing().filter(({ lead, alert }) => !named.has(lead) && Date.parse(alert.at) <= at);
      return Math.max(0, more - known.length);
    },
    replace(alerts, more = 0) {
      list = { named: new Set(alerts.map(({ lead }) => lead)), more, at: Date.now() };
      news.clear();
      for (const { lead, seq, name, ...rest } of alerts) hear(lead, { seq, name, told: rest });
      changed();
    },
    want() {
      for (const lead of news.keys()) leads.want(lead);
    },
    forget: (lead) => news.delete(lead) && changed(),
    act: ({ lead, alert, key }, act) => decisions.send(key, () => api.act(lead, alert.id, act)),
  };
}

const STATUS: Record<Exclude<CompetitiveAlert['step'], 'closed'>, StandingAlert['alert']['status']> = {
  raised: 'open',
  grown: 'open',
  escalated: 'open',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
};

/** Undefined where it is closed. @param rivals as known before: a step names none */
function toldByStep(step: CompetitiveAlert, rivals: Told['rivals']): Told | undefined {
  if (step.step === 'closed') return undefined;
  const { id, level, cause, text, at, dueAt, raised, until, reasons, p, valueAtRisk } = step;
  const alert = {
    id,
    level,
    cause,
    text,
    at,
    dueAt,
    raised,
    status: STATUS[step.step],
    ...(until && { until }),
  };
  return { alert, reasons, rivals, p, valueAtRisk };
}

const mostPressing = (a: StandingAlert, b: StandingAlert): number =>
  levelRank(b.alert.level) - levelRank(a.alert.level) ||
  a.alert.dueAt.localeCompare(b.alert.dueAt) ||
  (a.lead < b.lead ? -1 : 1);
