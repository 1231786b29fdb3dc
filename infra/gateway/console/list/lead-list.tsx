/** The live list: leads by what deserves attention. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { attentionLevel } from '../domain-words.ts';
import { useConsole, useMedia, useNow } from '../hooks.ts';
import type { LeadRecord } from '../store/leads.ts';
import { byAttention, byThreat, EVERYTHING, type Filter, matches } from './filter.ts';
import { Filters } from './filters.tsx';
import { useHeldOrder } from './held-order.ts';
import { LeadRow } from './lead-row.tsx';
import { useVisibleRange } from './visible-range.ts';

/** Filter and place of the list, for when it comes back after a lead's page. */
const left = { filter: EVERYTHING, scroll: 0 };

/** Row heights in rem; the stylesheet lays out for them. */
const ROW = { wide: 5.5, narrow: 9.75 };

export function LeadList() {
  const { leads, ready } = useConsole();
  const [filter, setFilter] = useState<Filter>(left.filter);
  const records = [...leads.all()];
  const listed = records
    .filter((record) => matches(record, filter))
    .sort(filter.order === 'threat' ? byThreat : byAttention);
  useRemembered(filter, records.length > 0);

  useEffect(() => {
    document.title = 'Leads · Doorstep';
  }, []);
  return (
    <div class="page">
      <div class="list-head">
        <h1>Leads</h1>
        <p class="count">{summary(records, listed.length)}</p>
        <Filters
          filter={filter}
          segments={distinct(records, ({ view }) => view.profile.primaryMicrosegment)}
          agents={distinct(records, ({ view }) => view.contact.agent)}
          change={setFilter}
        />
      </div>
      {listed.length > 0 ? (
        <>
          <div class="row-head" aria-hidden="true">
            <span class="who">Lead</span>
            <span class="segment">Behaves like</span>
            <span class="chance">Converts in 180 days</span>
            <span class="expected">When</span>
            <span class="when">Heard</span>
          </div>
          <Rows listed={listed} query={JSON.stringify(filter)} />
        </>
      ) : (
        <Nothing ready={ready()} filtered={records.length > 0} />
      )}
    </div>
  );
}

function useRemembered(filter: Filter, shown: boolean) {
  left.filter = filter;
  useLayoutEffect(() => {
    if (shown) scrollTo(0, left.scroll);
  }, [shown]);
  useEffect(() => {
    const keep = () => {
      if (/^(#\/)?$/.test(location.hash)) left.scroll = scrollY;
    };
    addEventListener('scroll', keep, { passive: true });
    return () => removeEventListener('scroll', keep);
  }, []);
}

function Rows({ listed, query }: { listed: LeadRecord[]; query: string }) {
  const list = useRef<HTMLOListElement>(null);
  const now = useNow(1000);
  const hold = useHold(list);
  const narrow = useMedia('(max-width: 760px)');
  const rowHeight = useRem() * (narrow ? ROW.narrow : ROW.wide);
  const byId = new Map(listed.map((record) => [record.lead, record]));
  const order = useHeldOrder([...byId.keys()], hold, query);
  const [from, to] = useVisibleRange(list, order.length, rowHeight);
  const rows = [];
  for (let i = from; i < to; i++) {
    const record = byId.get(order[i]!)!;
    rows.push(<LeadRow key={record.lead} record={record} top={i * rowHeight} now={now} />);
  }
  return (
    <ol class="rows" ref={list} style={{ height: `${order.length * rowHeight}px` }}>
      {rows}
    </ol>
  );
}

/** Whether a pointer or the keyboard is on the list: then rows keep their places. */
function useHold(list: { current: HTMLElement | null }): () => boolean {
  return () => list.current?.matches(':hover, :focus-within') ?? false;
}

function useRem(): number {
  return useMemo(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize), []);
}

function Nothing({ ready, filtered }: { ready: boolean; filtered: boolean }) {
  if (!ready) return <p class="nothing">Waiting for the gateway…</p>;
  if (filtered) return <p class="nothing">No lead matches. Clear the search to see all.</p>;
  return <p class="nothing">No leads yet. The first message of one will show here by itself.</p>;
}

function summary(records: readonly LeadRecord[], listed: number): string {
  const urgent = records.filter(({ view }) => attentionLevel(view.attention) === 'high').length;
  const shown = listed === records.length ? `${listed}` : `${listed} of ${records.length}`;
  return `${shown} shown · ${urgent} need${urgent === 1 ? 's' : ''} attention now`;
}

function distinct(records: readonly LeadRecord[], of: (record: LeadRecord) => string | undefined): string[] {
  const values = new Set(records.map(of));
  values.delete(undefined);
  return ([...values] as string[]).sort();
}
