/** The conversation as it arrives: the lead left, we right, everything else between. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TalkEntry } from '../api.ts';
import { happened, spelled } from '../domain-words.ts';
import { clock, day } from '../format.ts';
import { IntentChips } from '../parts/chip.tsx';

/** Within this of the end, the reader is at the end and goes with it. */
const NEAR_END_PX = 80;

export function Conversation({ entries, name }: { entries: readonly TalkEntry[] | undefined; name: string }) {
  const log = useRef<HTMLOListElement>(null);
  const { behind, toEnd, onScroll } = useStickToEnd(log, entries);
  const content = useMemo(() => entries && withDays(entries, name), [entries, name]);
  return (
    <section class="card conversation" aria-labelledby="talk-title">
      <h2 id="talk-title">Conversation</h2>
      <ol class="talk" ref={log} onScroll={onScroll} aria-live="polite" aria-relevant="additions">
        {content}
      </ol>
      {entries?.length === 0 && <p class="nothing">Nothing was said yet.</p>}
      {behind && (
        <button type="button" class="to-end" onClick={toEnd}>
          New messages ↓
        </button>
      )}
    </section>
  );
}

/** Keeps the end in view unless the reader went back to read. */
function useStickToEnd(log: { current: HTMLElement | null }, entries: readonly TalkEntry[] | undefined) {
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const toEnd = () => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
    setBehind(false);
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setBehind(true);
  }, [entries]);
  const onScroll = () => {
    // A page that was left a moment ago may hear of its last scroll yet.
    if (!log.current) return;
    const { scrollTop, scrollHeight, clientHeight } = log.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (atEnd.current) setBehind(false);
  };
  return { behind, toEnd, onScroll };
}

function withDays(entries: readonly TalkEntry[], name: string) {
  let lastDay = '';
  return entries.map((entry) => {
    const today = day(entry.at);
    const turned = today !== lastDay;
    lastDay = today;
    return <Entry key={entry.seq} entry={entry} name={name} newDay={turned ? today : undefined} />;
  });
}

interface EntryProps {
  entry: TalkEntry;
  name: string;
  newDay: string | undefined;
}

function Entry({ entry, name, newDay }: EntryProps) {
  const { type, from, channel, text, intents, at } = entry;
  const divider = newDay && <span class="day">{newDay}</span>;
  if (type !== 'message') {
    return (
      <li class="event">
        {divider}
        <span class={type}>{happened(entry)}</span> <time dateTime={at}>{clock(at)}</time>
      </li>
    );
  }
  const speaker = from === 'lead' ? name : spelled(from ?? 'system');
  return (
    <li class={`message ${from === 'lead' ? 'theirs' : 'ours'}`}>
      {divider}
      <p class="bubble">
        <span class="unseen">{speaker}: </span>
        {text}
      </p>
      {from === 'lead' && <IntentChips intents={intents} />}
      <p class="meta">
        {speaker} · {channel && spelled(channel)} · <time dateTime={at}>{clock(at)}</time>
      </p>
    </li>
  );
}
