/** One lead, followed closely while its page is open. */
import { useEffect, useMemo } from 'preact/hooks';
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import type { DataFrame } from '../../client/connection.ts';
import { insightOf } from '../../client/lead-views.ts';
import type { TalkEntry } from '../api.ts';
import { useConsole } from '../hooks.ts';
import { createTalk } from '../store/talk.ts';

export interface FollowedLead {
  insight: StreamingInsight | undefined;
  talk: readonly TalkEntry[] | undefined;
  /** The gateway answered, and there is no such lead. */
  missing: boolean;
}

export function useLead(lead: string): FollowedLead {
  const { api, leads, connection, batch } = useConsole();
  const followed = useMemo(() => {
    return { talk: createTalk(() => api.talk(lead), batch.touch), missing: false };
  }, [api, batch, lead]);

  useEffect(() => {
    const unfollow = leads.follow(lead, followed.talk.hear);
    const deliver = (frame: DataFrame) => {
      if (frame.type === 'delta') {
        leads.apply(frame.insight);
        followed.missing = frame.insight.cause.kind === 'erase';
      } else if (frame.type === 'state') leads.put(frame.insight);
      else if (frame.type === 'subscribed' && !frame.recovered) {
        for (const insight of frame.snapshot ?? []) leads.put(insight);
        followed.missing = !frame.snapshot?.length && !leads.get(lead);
        void followed.talk.load();
      }
    };
    const unsubscribe = connection.subscribe({ kind: 'lead', lead }, { deliver });
    return () => {
      unsubscribe();
      unfollow();
    };
  }, [leads, connection, followed, lead]);

  const record = leads.get(lead);
  const insight = useMemo(() => record && insightOf(record), [record]);
  return { insight, talk: followed.talk.entries(), missing: followed.missing && !record };
}
