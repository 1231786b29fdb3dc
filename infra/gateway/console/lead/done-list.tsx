/** What was sent, what became of it, and on request why it was lawful. */
import { useState } from 'preact/hooks';
import type { Receipts } from '../../../../schemas/nurture-inbox.ts';
import type { NurtureView } from '../../../../schemas/nurture-view.ts';
import { spelled } from '../domain-words.ts';
import { clock, day } from '../format.ts';
import { useConsole } from '../hooks.ts';
import { deliveryWords } from '../nurture-words.ts';
import { Receipt } from './receipt.tsx';

type Done = NurtureView['done'];

export function DoneList({ lead, done }: { lead: string; done: Done }) {
  const { receipts, problem, load } = useReceipts(lead);
  return (
    <>
      <h3>Done</h3>
      {done.length === 0 && <p class="muted">Nothing was sent yet.</p>}
      <ol class="done">
        {done.map((one) => (
          <li key={one.id}>
            <Sent one={one} />
            {receipts && <ReceiptOf action={one.id} receipts={receipts} />}
          </li>
        ))}
      </ol>
      {done.length > 0 && !receipts && (
        <button type="button" class="quiet" onClick={load}>
          Why were these lawful?
        </button>
      )}
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function useReceipts(lead: string) {
  const { nurture } = useConsole();
  const [receipts, setReceipts] = useState<Receipts>();
  const [problem, setProblem] = useState<string>();
  const load = () => {
    setProblem(undefined);
    nurture.receipts(lead).then(setReceipts, (error: Error) => setProblem(error.message));
  };
  return { receipts, problem, load };
}

function Sent({ one: { action, channel, at, status, text } }: { one: Done[number] }) {
  const { text: said, tone } = deliveryWords(status);
  return (
    <>
      <p>
        <strong>{spelled(action)}</strong> by {spelled(channel)} <span class={`chip ${tone}`}>{said}</span>{' '}
        <time class="muted" dateTime={at}>
          {day(at)}, {clock(at)}
        </time>
      </p>
      <p class="muted">“{text}”</p>
    </>
  );
}

function ReceiptOf({ action, receipts: { receipts, complete } }: { action: string; receipts: Receipts }) {
  const found = receipts.find((receipt) => receipt.action === action);
  if (found) return <Receipt receipt={found} />;
  return (
    <p class="muted">
      {complete
        ? 'There is no receipt of it.'
        : 'Its receipt is in the analytics store: the log was trimmed.'}
    </p>
  );
}
