/** What people decide about a lead's nurturing: an event on the lead's log each, answered when it is there. */
import { createHash } from 'node:crypto';
import { AGENT_REPORT_CHECKER, type AgentReport } from '../../schemas/agent-status.ts';
import { APPROVAL_ACT, type ApprovalAct, HANDBACK_ACT } from '../../schemas/nurture-acts.ts';
import { leadKey, shardOf } from '../../schemas/shards.ts';
import { type SystemEvent, WHOLE_SHARD } from '../../schemas/system-event.ts';
import type { Checker, Problem } from '../../schemas/words.ts';
import { invalid, json } from './answers.ts';
import { readJson } from './json-body.ts';
import type { NurtureStore } from './nurture-store.ts';
import { unknownLead } from './reads.ts';
import type { Call } from './router.ts';
import type { GatewayStore } from './store.ts';
import type { HttpAnswer } from './transport.ts';
import type { ReadInsight } from './views.ts';

export interface ActDeps {
  store: Pick<GatewayStore, 'states' | 'append' | 'shards'>;
  nurture: Pick<NurtureStore, 'appendToAll'>;
  readInsight: ReadInsight;
}

/** Puts an event on its lead's log. An event for a lead that is not there would make one: it is answered so. */
export const createAppendToLead =
  ({ store, readInsight }: Pick<ActDeps, 'store' | 'readInsight'>) =>
  async (tenant: string, event: SystemEvent): Promise<HttpAnswer> => {
    const [state] = await store.states(tenant, [event.lead]);
    if (!state || !readInsight(state)) return unknownLead();
    const shard = shardOf(leadKey(tenant, event.lead), store.shards.leads);
    await store.append('leads', [{ shard, event: JSON.stringify(event) }]);
    return accepted(event.id);
  };

export function createNurtureActs(deps: ActDeps) {
  const { nurture } = deps;
  const appended = createAppendToLead(deps);

  /** Two clicks within a second are one. */
  function acted({ params, claims }: Call, word: string, fields: object): Promise<HttpAnswer> {
    const at = Date.now();
    const common = { id: `${word}:${Math.floor(at / 1000)}`, tenant: claims.tenant, lead: params.lead!, at };
    return appended(claims.tenant, { ...common, by: byOf(claims.sub), ...fields } as SystemEvent);
  }

  return {
    async approval({ request, params, claims }: Call): Promise<HttpAnswer> {
      const act = readAct(request, APPROVAL_ACT, approvalProblem);
      if ('status' in act) return act;
      const { action, contentHash } = act.value;
      // The first word on a text counts; a draft that has another text by now may have a word of its own.
      const id = `approval:${digest([action, contentHash])}`;
      const common = { id, tenant: claims.tenant, lead: params.lead!, at: Date.now() };
      return appended(claims.tenant, { ...common, type: 'approval', by: byOf(claims.sub), ...act.value });
    },
    takeover: (call: Call) => acted(call, 'takeover', { type: 'takeover' }),
    pause: (call: Call) => acted(call, 'pause', { type: 'pause', paused: true }),
    resume: (call: Call) => acted(call, 'resume', { type: 'pause', paused: false }),
    async handback(call: Call): Promise<HttpAnswer> {
      const { body } = call.request;
      const act = body?.length === 0 ? { value: {} } : readAct(call.request, HANDBACK_ACT, () => null);
      if ('status' in act) return act;
      const { optOut } = act.value;
      const word = optOut ? `handback-${optOut}` : 'handback';
      return acted(call, word, { type: 'handback', ...(optOut && { optOut }) });
    },

    async agentStatus({ request, params, claims }: Call): Promise<HttpAnswer> {
      const report = readAct(request, AGENT_REPORT_CHECKER, reportProblem);
      if ('status' in report) return report;
      const agent = params.agent!;
      if (agent.length > 128) return invalid(LONG_AGENT);
      const at = Date.now();
      const id = `agent_status:${digest([agent, Math.floor(at / 1000), report.value])}`;
      const { availability, load, workingHours, freeSlots } = report.value;
      const told = {
        availability,
        load,
        ...(workingHours && { workingHours }),
        ...(freeSlots && { freeSlots }),
      };
      const common = { id, tenant: claims.tenant, lead: WHOLE_SHARD, at };
      await nurture.appendToAll(JSON.stringify({ ...common, type: 'agent_status', agent, ...told }));
      return accepted(id);
    },
  };
}

const accepted = (id: string): HttpAnswer => json(202, { accepted: 1, ids: [id] });

/** Short enough for an id, whatever it is of. */
export const digest = (of: unknown): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 24);

/** A token's subject may be longer than an id. */
export const byOf = (subject: string): string => subject.slice(0, 128);

/** The checked body of a request, or the answer that says what is wrong with it. */
export function readAct<T>(
  request: Call['request'],
  checker: Checker<T>,
  furtherProblem: (value: T) => Problem | null,
): { value: T } | HttpAnswer {
  const parsed = readJson(request);
  if ('status' in parsed) return parsed;
  const problem = checker.check(parsed.value) ?? furtherProblem(parsed.value as T);
  return problem ? invalid(problem) : { value: parsed.value as T };
}

function approvalProblem(act: ApprovalAct): Problem | null {
  for (const field of ['subject', 'body', 'reason'] as const) {
    // Half a surrogate pair survives JSON but no UTF-8 store: another text would be sent than was approved.
    if (/\p{Surrogate}/u.test(act[field] ?? ''))
      return { field, message: 'holds half of a surrogate pair', fix: 'Send well-formed Unicode' };
    if (field !== 'reason' && act[field] !== undefined && !act.approved)
      return { field, message: 'is edited but not approved', fix: `Leave ${field} out, or approve it` };
  }
  if (act.body?.trim() === '')
    return { field: 'body', message: 'is blank', fix: 'Write something, or decline' };
  return null;
}

function reportProblem({ freeSlots = [], workingHours = [] }: AgentReport): Problem | null {
  for (const [i, { from, to }] of workingHours.entries()) {
    if (from >= to)
      return { field: `workingHours.${i}.to`, message: 'is not after from', fix: 'Use one entry a day' };
  }
  for (const [i, { from, to }] of freeSlots.entries()) {
    const [begin, end] = [new Date(from).getTime(), new Date(to).getTime()];
    const field = `freeSlots.${i}.${Number.isNaN(begin) ? 'from' : 'to'}`;
    if (Number.isNaN(begin) || Number.isNaN(end))
      return { field, message: 'is not a time', fix: 'Send RFC 3339, or epoch milliseconds' };
    if (begin >= end) return { field, message: 'is not after from', fix: 'Send slots that last' };
  }
  return null;
}

const LONG_AGENT: Problem = {
  field: 'agent',
  message: 'is longer than 128 characters',
  fix: 'Use the id that the leads’ profiles name',
};
