/** One decision at a time about a lead: told as taken at once, and taken back with the reason where it fails. */
import { useEffect, useState } from 'preact/hooks';
import type { NurtureStage } from '../../../../schemas/nurture.ts';
import { useConsole } from '../hooks.ts';
import type { LeadAct } from '../nurture-api.ts';

export interface Acting {
  /** What is on its way to the lead's log. */
  pending: LeadAct | undefined;
  problem: string | undefined;
  act(act: LeadAct): void;
}

/** @param stage as the lead's insights tell: where it moves, the decision was taken up */
export function useAct(lead: string, stage: NurtureStage): Acting {
  const { nurture } = useConsole();
  const [pending, setPending] = useState<LeadAct>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => setPending(undefined), [lead, stage]);
  const act = (what: LeadAct) => {
    setPending(what);
    setProblem(undefined);
    nurture.act(lead, what).catch((error: Error) => {
      setPending(undefined);
      setProblem(error.message);
    });
  };
  return { pending, problem, act };
}
