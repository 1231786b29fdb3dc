/** Claims about a lead that the console knows, whose models and words their sources may be. */
import type { Claim } from '../../../../schemas/competition.ts';
import { useConsole } from '../hooks.ts';
import { Claims } from './claims.tsx';

interface Props {
  claims: readonly Claim[];
  lead: string;
  now: number;
  /** Whether what the lead said is shown beside what is made of it. */
  quoted?: boolean;
}

export function ClaimsOf({ claims, lead, now, quoted = false }: Props) {
  const { view } = useConsole().leads.get(lead) ?? {};
  const rivals = quoted ? view?.competition?.rivals : undefined;
  return <Claims claims={claims} rivals={rivals ?? []} models={view?.models ?? {}} now={now} />;
}
